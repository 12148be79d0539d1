/** Invented e.firmas with SAT's profile, minted anew in every run. No key is ever stored. */
import { createCipheriv, createSign, generateKeyPairSync, pbkdf2Sync, randomBytes, type KeyObject } from "node:crypto";
import { bytes, der, integer, latin1, nothing, octets, oid, printable, sequence, type Bytes } from "./der";

export interface Pair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

const pairs = new Map<string, Pair>();

/** RSA pair kept under a name, since making one is slow. */
export function rsa(name = "own", modulusLength = 2048): Pair {
  const pair = pairs.get(name) ?? generateKeyPairSync("rsa", { modulusLength });
  pairs.set(name, pair);
  return pair;
}

export const PASSWORD = "Contraseña-5";
export const RFC = "INV010101AB1";
export const NUMBER = "30001000000500009999";

export interface CertificateOptions {
  pair?: Pair;
  number?: string;
  /** Attributes of the subject: identifier and encoded value. */
  subject?: [string, Bytes][];
  notBefore?: string;
  notAfter?: string;
  keyUsage?: number | undefined;
  purposes?: string[];
  publicKey?: Bytes;
}

export const SUBJECT: [string, Bytes][] = [
  ["2.5.4.3", printable("COMERCIALIZADORA INVENTADA SA DE CV")],
  ["2.5.4.41", printable("COMERCIALIZADORA INVENTADA SA DE CV")],
  ["2.5.4.45", printable(`${RFC} / IEPR800101ZZ9`)],
  ["2.5.4.5", printable(" / IEPR800101HDFNRS09")],
];

const SHA256_RSA = sequence(oid("1.2.840.113549.1.1.11"), nothing);
const ISSUER: [string, Bytes][] = [["2.5.4.3", printable("AC DE PRUEBA INVENTADA")]];

/** A certificate in DER, signed by a throw-away authority. Valid through 2026 unless said. */
export function mintCertificate(options: CertificateOptions = {}): Bytes {
  const { pair = rsa(), number = NUMBER, subject = SUBJECT, notBefore = "260101000000Z", notAfter = "261231235959Z" } = options;
  const keyUsage = "keyUsage" in options ? options.keyUsage : 0xd8;
  const { purposes = ["1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.2"] } = options;
  const extensions = [
    extension("2.5.29.19", sequence(), true),
    ...(keyUsage === undefined ? [] : [extension("2.5.29.15", der(0x03, [0], [keyUsage]), false)]),
    ...(purposes.length === 0 ? [] : [extension("2.5.29.37", sequence(...purposes.map(oid)), false)]),
  ];
  const tbs = sequence(
    der(0xa0, integer(2)),
    der(0x02, latin1(number)),
    SHA256_RSA,
    name(ISSUER),
    sequence(time(notBefore), time(notAfter)),
    name(subject),
    options.publicKey ?? bytes(pair.publicKey.export({ type: "spki", format: "der" })),
    der(0xa3, sequence(...extensions)),
  );
  const signature = createSign("sha256").update(tbs).sign(rsa("authority").privateKey);
  return sequence(tbs, SHA256_RSA, der(0x03, [0], signature));
}

function time(text: string): Bytes {
  return der(text.length === 13 ? 0x17 : 0x18, latin1(text));
}

function name(attributes: [string, Bytes][]): Bytes {
  return sequence(...attributes.map(([key, value]) => der(0x31, sequence(oid(key), value))));
}

function extension(key: string, value: Bytes, critical: boolean): Bytes {
  return sequence(oid(key), ...(critical ? [der(0x01, [0xff])] : []), octets(value));
}

export interface KeyOptions {
  pair?: Pair;
  /** What is wrapped, instead of the pair's private key. */
  plain?: Bytes;
  password?: Uint8Array | string;
  rounds?: number;
  hash?: "sha1" | "sha256" | "sha512";
  /** Write the hash although it is the default one. */
  nameHash?: boolean;
  cipher?: "des-ede3-cbc" | "aes-128-cbc" | "aes-192-cbc" | "aes-256-cbc" | "rc2-cbc";
  keyLength?: number;
  salt?: Uint8Array;
  scheme?: string;
  derivation?: string;
  /** Changes the ciphertext before it is written. */
  damage?: (ciphertext: Bytes) => Bytes;
}

const PRF = { sha1: "1.2.840.113549.2.7", sha256: "1.2.840.113549.2.9", sha512: "1.2.840.113549.2.11" };
const CIPHER = {
  "des-ede3-cbc": ["1.2.840.113549.3.7", 24, 8],
  "aes-128-cbc": ["2.16.840.1.101.3.4.1.2", 16, 16],
  "aes-192-cbc": ["2.16.840.1.101.3.4.1.22", 24, 16],
  "aes-256-cbc": ["2.16.840.1.101.3.4.1.42", 32, 16],
  "rc2-cbc": ["1.2.840.113549.3.2", 16, 8],
} as const;

export function privateKeyInfo(pair: Pair = rsa()): Bytes {
  return bytes(pair.privateKey.export({ type: "pkcs8", format: "der" }));
}

/** A `.key` in DER: PKCS#8 PBES2, by default as SAT writes it (HMAC-SHA1, 2048 rounds, 3DES). */
export function mintKey(options: KeyOptions = {}): Bytes {
  const { pair = rsa(), password = PASSWORD, rounds = 2048, hash = "sha1", cipher = "des-ede3-cbc" } = options;
  const { salt = randomBytes(8), damage = (same: Bytes) => same } = options;
  const [cipherOid, keyLength, block] = CIPHER[cipher];
  const iv = randomBytes(block);
  const plain = options.plain ?? privateKeyInfo(pair);
  const honest = cipher !== "rc2-cbc" && rounds > 0 && rounds <= 300_000 && salt.length > 0;
  const secret = honest ? pbkdf2Sync(password, salt, rounds, keyLength, hash) : randomBytes(24);
  const tool = createCipheriv(honest ? cipher : "des-ede3-cbc", secret, honest ? iv : randomBytes(8));
  const ciphertext = bytes(tool.update(plain), tool.final());
  const derivation = sequence(
    octets(salt),
    integer(rounds),
    ...(options.keyLength === undefined ? [] : [integer(options.keyLength)]),
    ...(hash === "sha1" && !options.nameHash ? [] : [sequence(oid(PRF[hash]), nothing)]),
  );
  const parameters = sequence(
    sequence(oid(options.derivation ?? "1.2.840.113549.1.5.12"), derivation),
    sequence(oid(cipherOid), octets(iv)),
  );
  return sequence(sequence(oid(options.scheme ?? "1.2.840.113549.1.5.13"), parameters), octets(damage(ciphertext)));
}

export function pem(label: string, content: Uint8Array): Bytes {
  const body = Buffer.from(content).toString("base64").replace(/(.{64})/g, "$1\n");
  return latin1(`-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`);
}
