import { describe, expect, test } from "vitest";
import { entryText, escapeValue, filingText, type EntryFields, type FilingFields } from "../../src/signing/texts";

const ENTRY: EntryFields = {
  purpose: "entry",
  host: "icsoe.example:8443",
  nonce: "00112233445566778899aabbccddeeff",
  expires: "2026-05-01T12:00:00Z",
  certificateNumber: "30001000000500009999",
};
const FILING: FilingFields = {
  purpose: "filing",
  rfc: "PE&Ñ800101AB1",
  period: "2026-2",
  type: "correccion",
  replaces: "N262000001",
  contracts: 3,
  workers: 1200,
  documentSha256: "0".repeat(64),
};

describe("the exact texts", () => {
  test("to enter", () => {
    expect(entryText(ENTRY)).toBe(
      "||ICSOE-ACCESO|1.0|icsoe.example:8443|00112233445566778899aabbccddeeff|2026-05-01T12:00:00Z|30001000000500009999||",
    );
  });

  test("to present, with what it replaces or a dash", () => {
    expect(filingText(FILING)).toBe(`||ICSOE-INFORMATIVA|1.0|PE&Ñ800101AB1|2026-2|correccion|N262000001|3|1200|${"0".repeat(64)}||`);
    expect(filingText({ ...FILING, replaces: "" })).toContain("|correccion|-|3|");
  });

  test("a bar inside a value opens no field, and escaping can be undone", () => {
    expect(escapeValue("a|b%7Cc%")).toBe("a%7Cb%257Cc%25");
    for (const value of ["|", "%", "%7C", "||", "%25|", "Ñ&"]) {
      expect(escapeValue(value)).not.toContain("|");
      expect(decodeURIComponent(escapeValue(value))).toBe(value);
    }
    expect(entryText({ ...ENTRY, host: "a|b||" }).split("|")).toHaveLength(entryText(ENTRY).split("|").length);
  });

  test("a text to enter never reads as one to present", () => {
    const forged = entryText({ ...ENTRY, host: `||ICSOE-INFORMATIVA|1.0|${FILING.rfc}` });
    expect(forged.startsWith("||ICSOE-ACCESO|1.0|")).toBe(true);
    expect(forged).not.toContain("||ICSOE-INFORMATIVA");
  });
});
