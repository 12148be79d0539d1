import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { readCertificate, refusal } from "../../src/signing/certificate";
import { SigningError } from "../../src/signing/errors";
import { bytes, der, latin1, printable, t61 } from "../mint/der";
import { NUMBER, RFC, SUBJECT, mintCertificate, mintKey, pem, privateKeyInfo, rsa } from "../mint/efirma";

const NOW = Date.parse("2026-05-10T12:00:00Z");

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof SigningError) return error.code;
    throw error;
  }
  return "accepted";
}

const withSubject = (key: string, value: Uint8Array<ArrayBuffer>): [string, Uint8Array<ArrayBuffer>][] => [
  ...SUBJECT.filter(([each]) => each !== key),
  [key, value],
];

describe("what the person sees of a certificate", () => {
  test("number, RFC, representative, name, issuer and validity are read", () => {
    const read = readCertificate(mintCertificate());
    expect(read).toMatchObject({
      number: NUMBER,
      rfc: RFC,
      representativeRfc: "IEPR800101ZZ9",
      name: "COMERCIALIZADORA INVENTADA SA DE CV",
      issuer: "AC DE PRUEBA INVENTADA",
      notBefore: Date.parse("2026-01-01T00:00:00Z"),
      notAfter: Date.parse("2026-12-31T23:59:59Z"),
    });
  });

  test("Ñ and & written as SAT does, Latin-1 in a T61String, are read well", () => {
    const read = readCertificate(
      mintCertificate({ subject: [["2.5.4.41", t61("PEÑA & ÑANDÚ")], ["2.5.4.45", t61("PE&Ñ800101AB1")]] }),
    );
    expect([read.name, read.rfc, read.representativeRfc]).toEqual(["PEÑA & ÑANDÚ", "PE&Ñ800101AB1", undefined]);
  });

  test("BMPString, UTF8String and a decomposed Ñ come out in NFC", () => {
    const bmp = der(0x1e, [0x00, 0x4e, 0x03, 0x03]);
    expect(readCertificate(mintCertificate({ subject: withSubject("2.5.4.41", bmp) })).name).toBe("Ñ");
    const utf8 = der(0x0c, new TextEncoder().encode("N\u0303"));
    expect(readCertificate(mintCertificate({ subject: withSubject("2.5.4.41", utf8) })).name).toBe("Ñ");
  });

  test("PEM is read like DER, and years after 2049 too", () => {
    const minted = mintCertificate({ notAfter: "20511231235959Z" });
    expect(readCertificate(pem("CERTIFICATE", minted)).notAfter).toBe(Date.parse("2051-12-31T23:59:59Z"));
  });
});

describe("which certificates are refused, and why", () => {
  const reason = (options: Parameters<typeof mintCertificate>[0], at = NOW, rfc: string | undefined = RFC): string | undefined =>
    refusal(readCertificate(mintCertificate(options)), at, rfc);

  test("a valid e.firma of the session's RFC is accepted", () => {
    expect(reason({})).toBeUndefined();
    expect(reason({ keyUsage: 0x90 })).toBeUndefined();
    expect(reason({ keyUsage: 0x88 })).toBeUndefined();
  });

  test("a seal certificate (CSD) is told before anything else", () => {
    expect(reason({ subject: [...SUBJECT, ["2.5.4.11", printable("SUCURSAL")]] }, Date.parse("2030-01-01"))).toBe("seal_certificate");
  });

  test.each([
    ["no signature usage", { keyUsage: 0x18 }],
    ["signature usage alone", { keyUsage: 0x80 }],
    ["no usage at all", { keyUsage: undefined }],
    ["no client authentication", { purposes: ["1.3.6.1.5.5.7.3.4"] }],
    ["no purposes", { purposes: [] }],
    ["a number that is not twenty digits", { number: "3000100000050000999A" }],
    ["no RFC", { subject: [SUBJECT[0]!] }],
  ])("not an e.firma: %s", (_, options) => {
    expect(reason(options)).toBe("not_efirma");
  });

  test("weak and foreign keys", () => {
    expect(reason({ pair: rsa("weak", 1024) })).toBe("weak_key");
    const elliptic = bytes(generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ type: "spki", format: "der" }));
    expect(reason({ publicKey: elliptic })).toBe("weak_key");
  });

  test("validity ends and begins at the very millisecond", () => {
    const { notBefore, notAfter } = readCertificate(mintCertificate());
    expect(reason({}, notBefore)).toBeUndefined();
    expect(reason({}, notBefore - 1)).toBe("not_yet_valid");
    expect(reason({}, notAfter)).toBeUndefined();
    expect(reason({}, notAfter + 1)).toBe("expired");
  });

  test("another RFC than the session's, the representative's included", () => {
    expect(reason({}, NOW, "OTR010101AB1")).toBe("other_rfc");
    expect(reason({}, NOW, "IEPR800101ZZ9")).toBe("other_rfc");
  });
});

describe("what is not a certificate", () => {
  test.each([
    ["nothing", new Uint8Array(0), "file_empty"],
    ["16 KB", new Uint8Array(16 * 1024).fill(0x30), "file_too_large"],
    ["a picture", latin1("\x89PNG\r\n\x1a\n"), "not_certificate"],
    ["text", latin1("hola"), "not_certificate"],
    ["the private key", mintKey(), "key_in_certificate_box"],
    ["an open private key", privateKeyInfo(), "key_in_certificate_box"],
    ["a cut certificate", mintCertificate().slice(0, -1), "not_certificate"],
    ["a certificate with a tail", bytes(mintCertificate(), [0]), "not_certificate"],
    ["a PEM of rubbish", pem("CERTIFICATE", latin1("rubbish")), "not_certificate"],
    ["a PEM that does not close", pem("CERTIFICATE", mintCertificate()).slice(0, -10), "not_certificate"],
    ["an impossible day", mintCertificate({ notAfter: "260231000000Z" }), "not_certificate"],
  ])("%s", (_, file, code) => {
    expect(codeOf(() => readCertificate(file))).toBe(code);
  });
});
