/** Takes the private key out of its wrapping, and tells a wrong password from a damaged file. */
import { EDE, CBC } from "des.js";
import { wipe, type Bytes } from "./bytes";
import { DerError, TAG, magnitude, oidText, outer, smallInteger } from "./der";
import { SigningError } from "./errors";
import type { Wrapping } from "./key-file";

const RSA = "1.2.840.113549.1.1.1";
const TripleDes = CBC.instantiate(EDE);

/** PrivateKeyInfo in DER, to be wiped by the caller, and the public modulus it holds. */
export interface PrivateKeyInfo {
  readonly der: Bytes;
  readonly modulus: Bytes;
}

/** Unwraps with the password as UTF-8, then as Latin-1. Throws `wrong_password`, `damaged_key` or `unsupported_key`. */
export async function unwrap(wrapping: Wrapping, password: string): Promise<PrivateKeyInfo> {
  for (const candidate of passwordBytes(password)) {
    try {
      const found = await attempt(wrapping, candidate);
      if (found !== undefined) return found;
    } finally {
      wipe(candidate);
    }
  }
  throw new SigningError("wrong_password");
}

/** Spellings of a password to try, in order. SAT's old programs wrote Latin-1. */
export function passwordBytes(password: string): Bytes[] {
  const spellings: Bytes[] = [new TextEncoder().encode(password)];
  const letters = Array.from(password.normalize("NFC"), (letter) => letter.codePointAt(0) ?? 0);
  const accented = letters.some((point) => point > 0x7f);
  if (accented && letters.every((point) => point <= 0xff)) spellings.push(Uint8Array.from(letters));
  return spellings;
}

async function attempt(wrapping: Wrapping, password: Bytes): Promise<PrivateKeyInfo | undefined> {
  const secret = await derive(wrapping, password);
  try {
    const plain = wrapping.cipher === "3des" ? decrypt3des(wrapping, secret) : await decryptAes(wrapping, secret);
    return judge(plain);
  } finally {
    wipe(secret);
  }
}

async function derive({ salt, rounds, hash, keyLength }: Wrapping, password: Bytes): Promise<Bytes> {
  const material = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  const parameters = { name: "PBKDF2", hash, salt, iterations: rounds };
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, material, keyLength * 8));
}

function decrypt3des({ iv, ciphertext }: Wrapping, secret: Bytes): Bytes {
  const cipher = TripleDes.create({ type: "decrypt", key: secret, iv, padding: false });
  const start = cipher.update(ciphertext);
  const end = cipher.final();
  const plain = Uint8Array.from([...start, ...end]);
  wipe(start, end);
  // The library keeps the three keys and their schedules; they go too.
  for (const { options, _desState } of cipher._edeState.ciphers) wipe(options.key, _desState.keys);
  return plain;
}

/** WebCrypto insists on removing the padding itself; one more block, made here, leaves ours in place. */
async function decryptAes({ iv, ciphertext }: Wrapping, secret: Bytes): Promise<Bytes> {
  const key = await crypto.subtle.importKey("raw", secret, "AES-CBC", false, ["encrypt", "decrypt"]);
  const last = ciphertext.slice(-16);
  const extra = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-CBC", iv: last }, key, new Uint8Array(0)));
  const longer = new Uint8Array(ciphertext.length + 16);
  longer.set(ciphertext);
  longer.set(extra, ciphertext.length);
  return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-CBC", iv }, key, longer));
}

/** The key; undefined when the password was wrong. Wipes `plain` unless it is the key that is returned. */
function judge(plain: Bytes): PrivateKeyInfo | undefined {
  const opened = opensLikeKey(plain);
  const der = unpad(plain);
  try {
    if (der === undefined) throw new DerError("padding");
    return { der, modulus: readModulus(der).slice() };
  } catch (error) {
    wipe(plain);
    if (!(error instanceof DerError)) throw error;
    // The first block can only read so with the right password: then it is the rest that is damaged.
    if (opened) throw new SigningError("damaged_key");
    return undefined;
  }
}

/** SEQUENCE of two length bytes, INTEGER 0: true by chance once in 2^40. */
function opensLikeKey(plain: Bytes): boolean {
  return plain[0] === 0x30 && plain[1] === 0x82 && plain[4] === 0x02 && plain[5] === 0x01 && plain[6] === 0x00;
}

function unpad(plain: Bytes): Bytes | undefined {
  const count = plain[plain.length - 1] ?? 0;
  if (count === 0 || count > 16 || count > plain.length) return undefined;
  if (!plain.subarray(-count).every((byte) => byte === count)) return undefined;
  return plain.subarray(0, plain.length - count);
}

function readModulus(der: Bytes): Bytes {
  const info = outer(der, TAG.sequence);
  if (smallInteger(info.next(TAG.integer)) > 1) throw new DerError("version");
  const algorithm = oidText(info.into(TAG.sequence).next(TAG.oid));
  const inner = info.next(TAG.octetString).content;
  if (algorithm !== RSA) throw new SigningError("unsupported_key");
  const key = outer(inner, TAG.sequence);
  key.next(TAG.integer);
  const modulus = magnitude(key.next(TAG.integer));
  // Two exponents, two primes, and three numbers that speed the work up.
  for (let rest = 0; rest < 7; rest += 1) magnitude(key.next(TAG.integer));
  key.finish();
  return modulus;
}
