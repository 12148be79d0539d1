// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { watchTimeLimits } from "../../src/app/limits";

const before = () => document.querySelector("[data-before-limit]");
const after = () => document.querySelector<HTMLElement>("[data-after-limit]")!;

function page(now: string): void {
  document.body.innerHTML = `<div data-time-limit="2027-01-19T00:00:00-06:00" data-now="${now}">
    <p data-before-limit>En tiempo</p><p data-after-limit hidden>Extemporánea</p></div>`;
  watchTimeLimits();
}

beforeEach(() => vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"] }));
afterEach(() => vi.useRealTimers());

test("what is said in time is said until the last second by the server's clock, and not a second more", () => {
  vi.setSystemTime("2031-05-05T12:00:00Z"); // a computer whose clock is years ahead
  page("2027-01-19T05:59:50+00:00");
  vi.advanceTimersByTime(9_500);
  expect(before()).not.toBeNull();
  expect(after().hidden).toBe(true);
  vi.advanceTimersByTime(750);
  expect(before()).toBeNull();
  expect(after().hidden).toBe(false);
});

test("a computer that slept wakes up to the truth", () => {
  page("2027-01-18T23:00:00-06:00");
  vi.setSystemTime(Date.now() + 2 * 3_600_000);
  vi.advanceTimersByTime(250);
  expect(after().hidden).toBe(false);
});

test("a page that says no instant is left as it is", () => {
  page("");
  vi.advanceTimersByTime(1_000);
  expect(before()).not.toBeNull();
});
