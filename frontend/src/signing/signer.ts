/** Everything the worker does: reads the two files, opens the key, signs once, forgets. */
import { toBase64, sameBytes, wipe, type Bytes } from "./bytes";
import { readCertificate, refusal, type Certificate } from "./certificate";
import { SigningError } from "./errors";
import { readKeyFile } from "./key-file";
import type { Box, EntryRequest, FilingRequest, Inspection, Kind, Owner, Request, Results, Signed } from "./protocol";
import { textOf, type EntryFields, type FilingFields } from "./texts";
import { unwrap } from "./unwrap";

const RSA = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" } as const;

/** A refusal together with the box that caused it. */
export class BoxError extends Error {
  constructor(
    readonly refused: SigningError,
    readonly box: Box,
  ) {
    super(refused.code);
  }
}

interface Unlocked {
  readonly certificate: Certificate;
  readonly key: CryptoKey;
}

/** Holds at most one opened key, for at most one signature. */
export class Signer {
  #unlocked: Unlocked | undefined;

  /** `host` is the browser's own, taken from the worker's address. */
  constructor(private readonly host: string) {}

  async handle(request: Request): Promise<Results[Kind]> {
    switch (request.kind) {
      case "inspect":
        return this.#inspect(new Uint8Array(request.certificate), request.at, request.rfc);
      case "unlock":
        return this.#unlock(request);
      case "sign":
        return this.#sign(request.fields);
      case "forget":
        this.#unlocked = undefined;
        return null;
    }
  }

  #inspect(file: Bytes, at: number, rfc: string | undefined): Inspection {
    const certificate = inBox("certificate", () => readCertificate(file));
    return { owner: ownerOf(certificate), refusal: refusal(certificate, at, rfc) };
  }

  async #unlock(request: Extract<Request, { kind: "unlock" }>): Promise<Owner> {
    this.#unlocked = undefined;
    const keyFile = new Uint8Array(request.key);
    try {
      const certificate = inBox("certificate", () => acceptable(new Uint8Array(request.certificate), request.at, request.rfc));
      const wrapping = inBox("key", () => readKeyFile(keyFile));
      const key = await openKey(certificate, await unwrap(wrapping, request.password));
      this.#unlocked = { certificate, key };
      return ownerOf(certificate);
    } catch (error) {
      if (error instanceof SigningError) throw new BoxError(error, error.code === "wrong_password" ? "password" : "key");
      throw error;
    } finally {
      wipe(keyFile);
    }
  }

  async #sign(asked: EntryRequest | FilingRequest): Promise<Signed> {
    const unlocked = this.#unlocked;
    this.#unlocked = undefined;
    if (unlocked === undefined) throw new SigningError("not_unlocked");
    const { certificate, key } = unlocked;
    const fields = this.#complete(asked, certificate);
    const text = textOf(fields);
    const signature = await crypto.subtle.sign(RSA, key, new TextEncoder().encode(text));
    return { certificate: toBase64(certificate.der), signature: toBase64(new Uint8Array(signature)), text };
  }

  #complete(asked: EntryRequest | FilingRequest, certificate: Certificate): EntryFields | FilingFields {
    if (asked.purpose === "entry") return { ...asked, host: this.host, certificateNumber: certificate.number };
    if (asked.rfc.normalize("NFC") !== certificate.rfc) throw new SigningError("other_rfc");
    return asked;
  }
}

function inBox<T>(box: Box, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof SigningError) throw new BoxError(error, box);
    throw error;
  }
}

function acceptable(file: Bytes, at: number, rfc: string | undefined): Certificate {
  const certificate = readCertificate(file);
  const reason = refusal(certificate, at, rfc);
  if (reason !== undefined) throw new SigningError(reason);
  return certificate;
}

function ownerOf({ number, rfc, representativeRfc, name, issuer, notBefore, notAfter }: Certificate): Owner {
  return { number, rfc, representativeRfc, name, issuer, notBefore, notAfter };
}

/** A key that cannot be read back, proved to belong to the certificate by signing 32 random bytes. */
async function openKey(certificate: Certificate, info: { der: Bytes; modulus: Bytes }): Promise<CryptoKey> {
  // The modulus is public. It only chooses the sentence; the trial signature below is what decides.
  const sameModulus = sameBytes(info.modulus, certificate.modulus);
  const failure = new SigningError(sameModulus ? "damaged_key" : "key_mismatch");
  try {
    const key = await crypto.subtle.importKey("pkcs8", info.der, RSA, false, ["sign"]);
    if (!(await matches(certificate, key))) throw failure;
    return key;
  } catch {
    throw failure;
  } finally {
    wipe(info.der);
  }
}

async function matches(certificate: Certificate, key: CryptoKey): Promise<boolean> {
  const publicKey = await crypto.subtle.importKey("spki", certificate.publicKey, RSA, false, ["verify"]);
  const trial = crypto.getRandomValues(new Uint8Array(32));
  return crypto.subtle.verify(RSA, publicKey, await crypto.subtle.sign(RSA, key, trial), trial);
}
