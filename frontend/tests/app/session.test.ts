// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { watchSession } from "../../src/app/session";

const note = () => document.querySelector<HTMLElement>("[data-session-note]");
const after = (minutes: number) => vi.advanceTimersByTime(minutes * 60_000);

function page(left = 28_800): void {
  document.body.innerHTML = '<main><form><input name="objeto" value="lo escrito"></form></main>';
  Object.assign(document.body.dataset, {
    sessionIdle: "1800",
    sessionLeft: String(left),
    sessionWarning: "300",
    sessionKeep: "/sesiones/seguir/",
  });
  watchSession();
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"] });
  vi.stubGlobal("BroadcastChannel", undefined);
});

afterEach(() => {
  vi.clearAllTimers();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  for (const key of Object.keys(document.body.dataset)) delete document.body.dataset[key];
});

describe("a session about to end", () => {
  test("is told five minutes before, and what was typed stays", () => {
    page();
    after(24.9);
    expect(note()).toBeNull();
    after(0.2);
    expect(note()!.getAttribute("role")).toBe("alert");
    expect(note()!.textContent).toContain("5 minutos");
    after(4);
    expect(note()!.textContent).toContain("un minuto");
    expect(document.querySelector("input")!.value).toBe("lo escrito");
    after(1);
    expect(note()!.textContent).toContain("Su sesión terminó");
  });

  test("is kept by who is still there", async () => {
    const fetched = vi.fn().mockResolvedValue({ ok: true });
    vi.stubGlobal("fetch", fetched);
    page();
    after(26);
    note()!.querySelector("button")!.click();
    await vi.waitFor(() => expect(note()).toBeNull());
    expect(fetched.mock.calls[0]![0]).toBe("/sesiones/seguir/");
    after(24);
    expect(note()).toBeNull();
    after(2);
    expect(note()).not.toBeNull();
  });

  test("that was already lost says so instead of pretending", async () => {
    vi.stubGlobal("fetch", vi.fn().mockResolvedValue({ ok: false, status: 401 }));
    page();
    after(26);
    note()!.querySelector("button")!.click();
    await vi.waitFor(() => expect(note()!.textContent).toContain("Su sesión terminó"));
  });

  test.each([
    ["no answer", () => Promise.reject(new TypeError("Failed to fetch")), "El servidor no responde"],
    ["a broken server", () => Promise.resolve(new Response("", { status: 503 })), "El servidor no pudo"],
  ])("is not called ended because of %s: the button stays", async (_, answer, words) => {
    vi.stubGlobal("fetch", answer);
    page();
    after(26);
    note()!.querySelector("button")!.click();
    await vi.waitFor(() => expect(document.querySelector("[data-announce]")?.textContent).toContain(words));
    expect(note()!.textContent).toContain("Su sesión termina en");
    expect(note()!.querySelector("button")!.textContent).toBe("Seguir aquí");
  });

  test("is not about to end while the page is used", () => {
    page();
    after(20);
    document.dispatchEvent(new Event("htmx:afterOnLoad"));
    after(20);
    expect(note()).toBeNull();
  });

  test("at its eight hours cannot be kept, and says so", () => {
    page(600);
    after(5.2);
    expect(note()!.textContent).toContain("8 horas");
    expect(note()!.querySelector("button")).toBeNull();
  });
});

test("a page of nobody has no clock", () => {
  document.body.innerHTML = "<main></main>";
  watchSession();
  after(60);
  expect(note()).toBeNull();
});
