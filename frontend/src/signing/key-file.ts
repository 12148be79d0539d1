/** Reads a `.key`: PKCS#8 EncryptedPrivateKeyInfo under PBES2 (RFC 8018), in the shapes SAT and OpenSSL write. */
import type { Bytes } from "./bytes";
import { DerError, Reader, TAG, oidText, outer, smallInteger, type Node } from "./der";
import { SigningError } from "./errors";
import { kindOf, toDer } from "./files";

/** Rounds above this would only serve to freeze the person's computer. */
export const MAX_ROUNDS = 2_000_000;
const MAX_SALT = 128;

export type CipherName = "3des" | "aes";

/** How the private key is wrapped. */
export interface Wrapping {
  readonly salt: Bytes;
  readonly rounds: number;
  readonly hash: "SHA-1" | "SHA-256";
  readonly cipher: CipherName;
  /** Bytes of the derived key. */
  readonly keyLength: number;
  readonly iv: Bytes;
  readonly ciphertext: Bytes;
}

const PBES2 = "1.2.840.113549.1.5.13";
const PBKDF2 = "1.2.840.113549.1.5.12";
const HASHES = new Map<string, Wrapping["hash"]>([
  ["1.2.840.113549.2.7", "SHA-1"],
  ["1.2.840.113549.2.9", "SHA-256"],
]);
const CIPHERS = new Map<string, { cipher: CipherName; keyLength: number; block: number }>([
  ["1.2.840.113549.3.7", { cipher: "3des", keyLength: 24, block: 8 }],
  ["2.16.840.1.101.3.4.1.2", { cipher: "aes", keyLength: 16, block: 16 }],
  ["2.16.840.1.101.3.4.1.22", { cipher: "aes", keyLength: 24, block: 16 }],
  ["2.16.840.1.101.3.4.1.42", { cipher: "aes", keyLength: 32, block: 16 }],
]);

/** Reads how a `.key` in DER or PEM is wrapped. Throws SigningError saying what is wrong with the file. */
export function readKeyFile(file: Bytes): Wrapping {
  const der = toDer(file);
  refuseOtherKinds(der);
  try {
    return parse(der);
  } catch (error) {
    if (error instanceof DerError) throw new SigningError("damaged_key");
    throw error;
  }
}

function refuseOtherKinds(der: Bytes): void {
  switch (kindOf(der)) {
    case "encrypted_key":
      return;
    case "certificate":
      throw new SigningError("certificate_in_key_box");
    case "plain_key":
      throw new SigningError("key_not_encrypted");
    case "container":
      throw new SigningError("key_container");
    default:
      throw new SigningError(startsLikeKey(der) ? "damaged_key" : "not_key");
  }
}

/** A cut or altered key file still opens with SEQUENCE, SEQUENCE, and the PBES2 identifier. */
function startsLikeKey(der: Bytes): boolean {
  const opening = String.fromCharCode(...der.subarray(0, 24));
  return opening.startsWith("0") && opening.includes("\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x05");
}

function parse(der: Bytes): Wrapping {
  const info = outer(der, TAG.sequence);
  const scheme = info.into(TAG.sequence);
  const ciphertext = info.next(TAG.octetString).content;
  info.finish();
  if (oidText(scheme.next(TAG.oid)) !== PBES2) throw new SigningError("unsupported_encryption");
  const parameters = scheme.into(TAG.sequence);
  scheme.finish();
  const derivation = readDerivation(parameters.into(TAG.sequence));
  const { keyLength, cipher, iv, block } = readCipher(parameters.into(TAG.sequence));
  parameters.finish();
  if (derivation.keyLength !== undefined && derivation.keyLength !== keyLength) throw new DerError("key length");
  if (ciphertext.length === 0 || ciphertext.length % block !== 0) throw new DerError("cut ciphertext");
  const { salt, rounds, hash } = derivation;
  return { salt, rounds, hash, cipher, keyLength, iv, ciphertext };
}

function readDerivation(reader: Reader): Pick<Wrapping, "salt" | "rounds" | "hash"> & { keyLength: number | undefined } {
  if (oidText(reader.next(TAG.oid)) !== PBKDF2) throw new SigningError("unsupported_encryption");
  const parameters = reader.into(TAG.sequence);
  reader.finish();
  // The salt may also be named by an algorithm; nobody writes it so.
  if (parameters.peek() !== TAG.octetString) throw new SigningError("unsupported_encryption");
  const salt = parameters.next(TAG.octetString).content;
  if (salt.length === 0 || salt.length > MAX_SALT) throw new DerError("salt out of bounds");
  const rounds = readRounds(parameters.next(TAG.integer));
  const keyLength = parameters.peek() === TAG.integer ? smallInteger(parameters.next()) : undefined;
  const hash = parameters.done ? "SHA-1" : HASHES.get(oidText(parameters.into(TAG.sequence).next(TAG.oid)));
  if (hash === undefined) throw new SigningError("unsupported_encryption");
  parameters.finish();
  return { salt, rounds, hash, keyLength };
}

function readRounds(node: Node): number {
  if (node.content.length > 4) throw new SigningError("key_rounds");
  const rounds = smallInteger(node);
  if (rounds === 0) throw new DerError("no rounds");
  if (rounds > MAX_ROUNDS) throw new SigningError("key_rounds");
  return rounds;
}

function readCipher(reader: Reader): { cipher: CipherName; keyLength: number; block: number; iv: Bytes } {
  const cipher = CIPHERS.get(oidText(reader.next(TAG.oid)));
  if (cipher === undefined) throw new SigningError("unsupported_encryption");
  const iv = reader.next(TAG.octetString).content;
  reader.finish();
  if (iv.length !== cipher.block) throw new DerError("vector length");
  return { ...cipher, iv };
}
