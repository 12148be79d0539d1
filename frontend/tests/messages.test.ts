// @vitest-environment jsdom
import { afterEach, expect, test } from "vitest";
import { MESSAGES, say, sayOnPage } from "../src/messages";
import { SIGNING_CODES } from "../src/signing/errors";

afterEach(() => document.documentElement.removeAttribute("lang"));

test.each(Object.entries(MESSAGES))("%s is said in both languages, with the same values", (_, { es, en }) => {
  const values = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
  expect(es.trim()).not.toBe("");
  expect(en.trim()).not.toBe("");
  expect(values(es)).toEqual(values(en));
});

test("every refusal of the signing module has its sentence, and no two share one", () => {
  const sentences = SIGNING_CODES.map((code) => say(code));
  expect(new Set(sentences).size).toBe(SIGNING_CODES.length);
});

test("the page's language chooses, Spanish first", () => {
  expect(say("owner_until")).toBe("Vigente hasta");
  document.documentElement.lang = "es-MX";
  expect(sayOnPage("saving")).toBe("Guardando…");
  document.documentElement.lang = "en";
  expect(sayOnPage("saving")).toBe("Saving…");
  expect(say("busy_retrying", { attempt: 1, total: 3 })).toBe("No answer. Trying again (1 of 3)…");
});
