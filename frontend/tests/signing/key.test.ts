import { createPrivateKey, createPublicKey, createVerify, generateKeyPairSync } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import type { Kind, Request, Results } from "../../src/signing/protocol";
import { BoxError, Signer } from "../../src/signing/signer";
import { passwordBytes, unwrap } from "../../src/signing/unwrap";
import { readKeyFile } from "../../src/signing/key-file";
import { SigningError } from "../../src/signing/errors";
import { bytes, integer, latin1, nothing, octets, oid, sequence, utf8 } from "../mint/der";
import { NUMBER, PASSWORD, RFC, mintCertificate, mintKey, pem, privateKeyInfo, rsa, type KeyOptions } from "../mint/efirma";

const NOW = Date.parse("2026-05-10T12:00:00Z");
const FILING = {
  purpose: "filing",
  rfc: RFC,
  period: "2026-1",
  type: "normal",
  replaces: "",
  contracts: 2,
  workers: 11,
  documentSha256: "ab".repeat(32),
} as const;

const loose = (content: Uint8Array): ArrayBuffer => Uint8Array.from(content).buffer;

function unlockRequest(key: Uint8Array, password = PASSWORD, certificate: Uint8Array = mintCertificate()): Extract<Request, { kind: "unlock" }> {
  return { kind: "unlock", certificate: loose(certificate), key: loose(key), password, at: NOW, rfc: RFC };
}

/** What the person is told: `<box> <code>`, or "opened". */
async function outcome(key: Uint8Array, password = PASSWORD, certificate?: Uint8Array): Promise<string> {
  try {
    await new Signer("icsoe.example").handle(unlockRequest(key, password, certificate));
    return "opened";
  } catch (error) {
    if (error instanceof BoxError) return `${error.box} ${error.refused.code}`;
    throw error;
  }
}

async function sign(signer: Signer, fields: Extract<Request, { kind: "sign" }>["fields"]): Promise<Results["sign"]> {
  return (await signer.handle({ kind: "sign", fields })) as Results[Kind] as Results["sign"];
}

describe("key files that open", () => {
  test.each<[string, KeyOptions]>([
    ["as SAT writes them", {}],
    ["hash named although it is the default", { nameHash: true }],
    ["key length written", { keyLength: 24 }],
    ["3DES with SHA-256", { hash: "sha256" }],
    ["AES-128 with SHA-1", { cipher: "aes-128-cbc" }],
    ["AES-192 with SHA-256", { cipher: "aes-192-cbc", hash: "sha256" }],
    ["AES-256 with SHA-256", { cipher: "aes-256-cbc", hash: "sha256", keyLength: 32 }],
    ["one round", { rounds: 1 }],
    ["200,000 rounds", { rounds: 200_000, hash: "sha256", cipher: "aes-256-cbc" }],
    ["a long salt", { salt: new Uint8Array(64).fill(7) }],
    ["password written in Latin-1 by an old program", { password: latin1(PASSWORD) }],
  ])("%s", async (_, options) => {
    expect(await outcome(mintKey(options))).toBe("opened");
  });

  test("the one OpenSSL writes, and in PEM", async () => {
    const { privateKey } = rsa();
    const wrapped = (format: "der" | "pem", cipher: string) =>
      privateKey.export({ type: "pkcs8", format: format as "der", cipher, passphrase: PASSWORD });
    expect(await outcome(wrapped("der", "des-ede3-cbc"))).toBe("opened");
    expect(await outcome(wrapped("der", "aes-256-cbc"))).toBe("opened");
    expect(await outcome(pem("ENCRYPTED PRIVATE KEY", mintKey()))).toBe("opened");
    expect(await outcome(Buffer.from(wrapped("pem", "aes-128-cbc")))).toBe("opened");
  });

  test("what comes out is the very key that went in", async () => {
    for (const cipher of ["des-ede3-cbc", "aes-256-cbc"] as const) {
      const { der: opened } = await unwrap(readKeyFile(mintKey({ cipher })), PASSWORD);
      expect(Buffer.from(opened).equals(Buffer.from(privateKeyInfo()))).toBe(true);
      expect(createPrivateKey({ key: Buffer.from(opened), format: "der", type: "pkcs8" }).asymmetricKeyType).toBe("rsa");
    }
  });
});

describe("key files that are refused, and why", () => {
  const algorithms = (name: string) => sequence(oid(name), nothing);

  test.each<[string, Uint8Array, string]>([
    ["nothing", new Uint8Array(0), "key file_empty"],
    ["16 KB", new Uint8Array(16 * 1024), "key file_too_large"],
    ["a letter", latin1("Estimado contribuyente"), "key not_key"],
    ["the certificate", mintCertificate(), "key certificate_in_key_box"],
    ["an open key", privateKeyInfo(), "key key_not_encrypted"],
    ["an open key in PEM", pem("PRIVATE KEY", privateKeyInfo()), "key key_not_encrypted"],
    ["a PKCS#12", sequence(integer(3), sequence(oid("1.2.840.113549.1.7.1"))), "key key_container"],
    ["PBES1", mintKey({ scheme: "1.2.840.113549.1.5.3" }), "key unsupported_encryption"],
    ["PKCS#12 encryption", mintKey({ scheme: "1.2.840.113549.1.12.1.3" }), "key unsupported_encryption"],
    ["scrypt", mintKey({ derivation: "1.3.6.1.4.1.11591.4.11" }), "key unsupported_encryption"],
    ["SHA-512", mintKey({ hash: "sha512" }), "key unsupported_encryption"],
    ["RC2", mintKey({ cipher: "rc2-cbc" }), "key unsupported_encryption"],
    ["2,000,001 rounds", mintKey({ rounds: 2_000_001 }), "key key_rounds"],
    ["four thousand million rounds", mintKey({ rounds: 4_000_000_000 }), "key key_rounds"],
    ["no rounds", mintKey({ rounds: 0 }), "key damaged_key"],
    ["no salt", mintKey({ salt: new Uint8Array(0) }), "key damaged_key"],
    ["a giant salt", mintKey({ salt: new Uint8Array(129) }), "key damaged_key"],
    ["a key length of another cipher", mintKey({ keyLength: 16 }), "key damaged_key"],
    ["a tail", bytes(mintKey(), [0]), "key damaged_key"],
    ["half the file", mintKey().slice(0, 600), "key damaged_key"],
    ["a ciphertext that is no whole number of blocks", mintKey({ damage: (text) => text.slice(0, -3) }), "key damaged_key"],
    ["an elliptic key", mintKey({ plain: ellipticKey() }), "key unsupported_key"],
    ["rubbish well wrapped", mintKey({ plain: latin1("hola") }), "password wrong_password"],
    ["an algorithm in place of a key", sequence(algorithms("1.2.840.113549.1.5.13"), octets(utf8("x"))), "key damaged_key"],
  ])("%s", async (_, file, expected) => {
    expect(await outcome(file)).toBe(expected);
  });

  test("a wrong password is told from a damaged file", async () => {
    for (const cipher of ["des-ede3-cbc", "aes-256-cbc"] as const) {
      const flip = (at: number) => (text: Uint8Array<ArrayBuffer>) => text.map((byte, each) => (each === at ? byte ^ 1 : byte));
      expect(await outcome(mintKey({ cipher }), "otra")).toBe("password wrong_password");
      expect(await outcome(mintKey({ cipher, damage: (text) => text.slice(0, -16) }))).toBe("key damaged_key");
      expect(await outcome(mintKey({ cipher, damage: flip(30) }))).toBe("key damaged_key");
    }
  });

  test("no wrong password of two hundred ever opens, nor is called a damage", async () => {
    const signer = mintKey({ rounds: 1 });
    for (let tried = 0; tried < 200; tried += 1) {
      await expect(unwrap(readKeyFile(signer), `otra-${tried}`)).rejects.toEqual(new SigningError("wrong_password"));
    }
  });

  test("the key of another certificate", async () => {
    expect(await outcome(mintKey({ pair: rsa("other") }))).toBe("key key_mismatch");
  });

  test("a certificate that may not sign is refused before the key is opened", async () => {
    const opened = vi.spyOn(crypto.subtle, "deriveBits");
    expect(await outcome(mintKey(), PASSWORD, mintCertificate({ notAfter: "260501000000Z" }))).toBe("certificate expired");
    expect(opened).not.toHaveBeenCalled();
  });

  test("without permission of a text in Latin-1 only UTF-8 is tried", () => {
    expect(passwordBytes("abc")).toHaveLength(1);
    expect(passwordBytes("señal")).toEqual([utf8("señal"), latin1("señal")]);
    expect(passwordBytes("senal\u0303")[0]).toEqual(utf8("senal\u0303"));
    expect(passwordBytes("日本")).toHaveLength(1);
  });
});

function ellipticKey(): Uint8Array<ArrayBuffer> {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return bytes(privateKey.export({ type: "pkcs8", format: "der" }));
}

describe("signing", () => {
  test("a filing is signed as the text says, and the certificate verifies it", async () => {
    const signer = new Signer("icsoe.example");
    await signer.handle(unlockRequest(mintKey()));
    const { text, signature, certificate } = await sign(signer, FILING);
    expect(text).toBe(`||ICSOE-INFORMATIVA|1.0|${RFC}|2026-1|normal|-|2|11|${"ab".repeat(32)}||`);
    expect(verified(text, signature)).toBe(true);
    expect(verified(text.replace("11", "12"), signature)).toBe(false);
    expect(Buffer.from(certificate, "base64").subarray(0, 2)).toEqual(Buffer.from([0x30, 0x82]));
  });

  test("an entry text carries the browser's own host and the certificate's number", async () => {
    const signer = new Signer("icsoe.example");
    await signer.handle(unlockRequest(mintKey()));
    const asked = { purpose: "entry", nonce: "0f".repeat(16), expires: "2026-05-10T12:02:00Z", host: "evil.example", certificateNumber: "1" };
    const { text, signature } = await sign(signer, asked as Extract<Request, { kind: "sign" }>["fields"]);
    expect(text).toBe(`||ICSOE-ACCESO|1.0|icsoe.example|${"0f".repeat(16)}|2026-05-10T12:02:00Z|${NUMBER}||`);
    expect(verified(text, signature)).toBe(true);
  });

  test("a key signs once, and a failed opening leaves none behind", async () => {
    const signer = new Signer("icsoe.example");
    await expect(sign(signer, FILING)).rejects.toEqual(new SigningError("not_unlocked"));
    await signer.handle(unlockRequest(mintKey()));
    await sign(signer, FILING);
    await expect(sign(signer, FILING)).rejects.toEqual(new SigningError("not_unlocked"));
    await signer.handle(unlockRequest(mintKey()));
    await expect(signer.handle(unlockRequest(mintKey(), "otra"))).rejects.toBeInstanceOf(BoxError);
    await expect(sign(signer, FILING)).rejects.toEqual(new SigningError("not_unlocked"));
    await signer.handle(unlockRequest(mintKey()));
    await signer.handle({ kind: "forget" });
    await expect(sign(signer, FILING)).rejects.toEqual(new SigningError("not_unlocked"));
  });

  test("a filing of another RFC than the certificate's is never signed", async () => {
    const signer = new Signer("icsoe.example");
    await signer.handle({ ...unlockRequest(mintKey()), rfc: undefined });
    await expect(sign(signer, { ...FILING, rfc: "OTR010101AB1" })).rejects.toEqual(new SigningError("other_rfc"));
  });
});

describe("what stays behind", () => {
  test("the key cannot be taken out, and every secret buffer is overwritten", async () => {
    const imported = vi.spyOn(crypto.subtle, "importKey");
    const derived = vi.spyOn(crypto.subtle, "deriveBits");
    const request = unlockRequest(mintKey());
    await new Signer("icsoe.example").handle(request);
    const calls = imported.mock.calls as unknown as [string, Uint8Array, unknown, boolean, string[]][];
    const [, plain, , extractable, uses] = calls.find(([format]) => format === "pkcs8")!;
    expect([extractable, uses]).toEqual([false, ["sign"]]);
    const password = calls.find(([format]) => format === "raw")![1];
    const secret = new Uint8Array((await derived.mock.results[0]!.value) as ArrayBuffer);
    for (const buffer of [plain, password, secret, new Uint8Array(request.key)]) {
      expect(buffer.length).toBeGreaterThan(0);
      expect(buffer.every((byte) => byte === 0)).toBe(true);
    }
  });

  test("also when the password was wrong", async () => {
    const derived = vi.spyOn(crypto.subtle, "deriveBits");
    const request = unlockRequest(mintKey(), "otra");
    await expect(new Signer("icsoe.example").handle(request)).rejects.toBeInstanceOf(BoxError);
    const secret = new Uint8Array((await derived.mock.results[0]!.value) as ArrayBuffer);
    expect([...secret, ...new Uint8Array(request.key)].every((byte) => byte === 0)).toBe(true);
  });
});

function verified(text: string, signature: string): boolean {
  const key = createPublicKey(rsa().privateKey);
  return createVerify("sha256").update(text, "utf8").verify(key, Buffer.from(signature, "base64"));
}
