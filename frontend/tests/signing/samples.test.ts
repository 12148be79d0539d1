/** Test e.firmas that SAT published, where the machine has them. */
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { readCertificate, refusal } from "../../src/signing/certificate";
import { BoxError, Signer } from "../../src/signing/signer";

const FOLDER = resolve(import.meta.dirname, "../../../../shared/efirma-samples");
const PASSWORD = "12345678a";
const OLD = Date.parse("2021-06-01T12:00:00Z");
const NEW = Date.parse("2025-01-01T12:00:00Z");

const file = (name: string) => Uint8Array.from(readFileSync(resolve(FOLDER, name)));

describe.skipIf(!existsSync(FOLDER))("SAT's own test e.firmas", () => {
  test.each([
    ["moral_eku9003173c9_2019", OLD, "EKU9003173C9", "XIQB891116QE4"],
    ["fisica_cacx7605101p8_2019", OLD, "CACX7605101P8", undefined],
    ["moral_ampersand_2019", OLD, "H&E951128469", "XOJI740919U48"],
    ["fisica_enie_2019", OLD, "CAÑF770131PA3", undefined],
    ["moral_eku9003173c9_2023", NEW, "EKU9003173C9", "VADA800927DJ3"],
    ["fisica_cacx7605101p8_2023", NEW, "CACX7605101P8", undefined],
  ])("%s is read, opened and signs", async (name, at, rfc, representativeRfc) => {
    const signer = new Signer("icsoe.example");
    const request = { certificate: file(`${name}.cer`).buffer, key: file(`${name}.key`).buffer, password: PASSWORD, at, rfc };
    const owner = await signer.handle({ kind: "unlock", ...request });
    expect(owner).toMatchObject({ rfc, representativeRfc });
    expect(refusal(readCertificate(file(`${name}.cer`)), Date.parse("2028-01-01"), rfc)).toBe("expired");
    const signed = await signer.handle({ kind: "sign", fields: { purpose: "entry", nonce: "0".repeat(32), expires: "2026-05-01T12:00:00Z" } });
    expect(signed).toHaveProperty("signature");
  });

  test("the seal certificate is refused", () => {
    expect(refusal(readCertificate(file("csd_eku9003173c9_2019.cer")), OLD, undefined)).toBe("seal_certificate");
  });

  test("another's key and a wrong password are told apart", async () => {
    const attempt = (key: string, password: string) =>
      new Signer("icsoe.example").handle({
        kind: "unlock",
        certificate: file("moral_eku9003173c9_2019.cer").buffer,
        key: file(key).buffer,
        password,
        at: OLD,
        rfc: undefined,
      });
    const code = async (promise: Promise<unknown>) => {
      const error = await promise.catch((reason: unknown) => reason);
      return error instanceof BoxError ? error.refused.code : error;
    };
    expect(await code(attempt("fisica_cacx7605101p8_2019.key", PASSWORD))).toBe("key_mismatch");
    expect(await code(attempt("moral_eku9003173c9_2019.key", "12345678b"))).toBe("wrong_password");
  });
});
