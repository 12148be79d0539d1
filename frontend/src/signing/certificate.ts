/** Reads a SAT certificate and says whether it may enter or sign. The server repeats every check and adds its own. */
import type { Bytes } from "./bytes";
import { DerError, Reader, TAG, instant, magnitude, oidText, outer, stringText, type Node } from "./der";
import { SigningError, type SigningCode } from "./errors";
import { kindOf, toDer } from "./files";

const OID = {
  commonName: "2.5.4.3",
  organizationalUnit: "2.5.4.11",
  name: "2.5.4.41",
  uniqueIdentifier: "2.5.4.45",
  keyUsage: "2.5.29.15",
  extendedKeyUsage: "2.5.29.37",
  clientAuth: "1.3.6.1.5.5.7.3.2",
  rsa: "1.2.840.113549.1.1.1",
} as const;

const MIN_RSA_BITS = 2048;

export interface Certificate {
  /** The file's certificate in DER. */
  readonly der: Bytes;
  /** Twenty digits. */
  readonly number: string;
  readonly rfc: string;
  readonly representativeRfc: string | undefined;
  readonly name: string;
  readonly issuer: string;
  readonly organizationalUnit: string | undefined;
  /** Milliseconds since 1970. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** SubjectPublicKeyInfo in DER. */
  readonly publicKey: Bytes;
  readonly modulus: Bytes;
  readonly keyUsage: KeyUsage;
  readonly clientAuth: boolean;
}

interface KeyUsage {
  readonly digitalSignature: boolean;
  readonly dataEncipherment: boolean;
  readonly keyAgreement: boolean;
}

type Name = ReadonlyMap<string, string>;

/** Reads a `.cer` in DER or PEM. Throws SigningError saying what the file is instead. */
export function readCertificate(file: Bytes): Certificate {
  const der = toDer(file);
  const kind = kindOf(der);
  if (kind === "encrypted_key" || kind === "plain_key") throw new SigningError("key_in_certificate_box");
  if (kind !== "certificate") throw new SigningError("not_certificate");
  try {
    return parse(der);
  } catch (error) {
    if (error instanceof DerError) throw new SigningError("not_certificate");
    throw error;
  }
}

/**
 * First reason to refuse the certificate, or undefined. `at` is the server's instant in milliseconds;
 * `rfc` is the session's, or undefined when nobody has entered yet.
 */
export function refusal(certificate: Certificate, at: number, rfc: string | undefined): SigningCode | undefined {
  // A unit in the subject marks a seal certificate (CSD), the commonest mistake: told before anything else.
  if (certificate.organizationalUnit !== undefined) return "seal_certificate";
  if (!isEfirma(certificate)) return "not_efirma";
  if (bits(certificate.modulus) < MIN_RSA_BITS) return "weak_key";
  if (at < certificate.notBefore) return "not_yet_valid";
  if (at > certificate.notAfter) return "expired";
  if (rfc !== undefined && rfc.normalize("NFC") !== certificate.rfc) return "other_rfc";
  return undefined;
}

function isEfirma({ keyUsage, clientAuth, number, rfc }: Certificate): boolean {
  const purpose = keyUsage.digitalSignature && (keyUsage.keyAgreement || keyUsage.dataEncipherment) && clientAuth;
  return purpose && /^\d{20}$/.test(number) && rfc !== "";
}

function parse(der: Bytes): Certificate {
  const tbs = outer(der, TAG.sequence).into(TAG.sequence);
  if (tbs.peek() === 0xa0) tbs.next();
  const serial = tbs.next(TAG.integer);
  tbs.next(TAG.sequence);
  const issuer = readName(tbs.into(TAG.sequence));
  const validity = tbs.into(TAG.sequence);
  const notBefore = instant(validity.next());
  const notAfter = instant(validity.next());
  const subject = readName(tbs.into(TAG.sequence));
  const publicKey = tbs.next(TAG.sequence);
  const extensions = readExtensions(tbs);
  const [rfc = "", representativeRfc] = (subject.get(OID.uniqueIdentifier) ?? "").split("/").map((part) => part.trim());
  return {
    der,
    number: serialDigits(serial),
    rfc,
    representativeRfc: representativeRfc || undefined,
    name: subject.get(OID.name) ?? subject.get(OID.commonName) ?? "",
    issuer: issuer.get(OID.commonName) ?? "",
    organizationalUnit: subject.get(OID.organizationalUnit),
    notBefore,
    notAfter,
    publicKey: publicKey.whole,
    modulus: readModulus(publicKey),
    keyUsage: readKeyUsage(extensions.get(OID.keyUsage)),
    clientAuth: readPurposes(extensions.get(OID.extendedKeyUsage)).includes(OID.clientAuth),
  };
}

/** SAT writes the twenty digits of the number as ASCII bytes inside the serial. Anything else gives "". */
function serialDigits(node: Node): string {
  const text = String.fromCharCode(...node.content);
  return /^\d{20}$/.test(text) ? text : "";
}

function readName(reader: Reader): Name {
  const name = new Map<string, string>();
  while (!reader.done) {
    const group = reader.into(TAG.set);
    while (!group.done) {
      const pair = group.into(TAG.sequence);
      const key = oidText(pair.next(TAG.oid));
      const value = stringText(pair.next());
      pair.finish();
      if (value !== undefined && !name.has(key)) name.set(key, value.trim());
    }
  }
  return name;
}

function readExtensions(tbs: Reader): ReadonlyMap<string, Bytes> {
  const found = new Map<string, Bytes>();
  while (!tbs.done) {
    const field = tbs.next();
    if (field.tag !== 0xa3) continue;
    const list = outer(field.content, TAG.sequence);
    while (!list.done) {
      const extension = list.into(TAG.sequence);
      const key = oidText(extension.next(TAG.oid));
      if (extension.peek() === TAG.boolean) extension.next();
      if (found.has(key)) throw new DerError("extension is repeated");
      found.set(key, extension.next(TAG.octetString).content);
      extension.finish();
    }
  }
  return found;
}

function readKeyUsage(value: Bytes | undefined): KeyUsage {
  const bitsOf = value === undefined ? 0 : (new Reader(value).next(TAG.bitString).content[1] ?? 0);
  return {
    digitalSignature: (bitsOf & 0x80) !== 0,
    dataEncipherment: (bitsOf & 0x10) !== 0,
    keyAgreement: (bitsOf & 0x08) !== 0,
  };
}

function readPurposes(value: Bytes | undefined): string[] {
  if (value === undefined) return [];
  const list = outer(value, TAG.sequence);
  const purposes: string[] = [];
  while (!list.done) purposes.push(oidText(list.next(TAG.oid)));
  return purposes;
}

/** Modulus of an RSA key; empty for any other algorithm, which `refusal` then calls weak. */
function readModulus(publicKey: Node): Bytes {
  const info = new Reader(publicKey.content);
  const algorithm = oidText(info.into(TAG.sequence).next(TAG.oid));
  const value = info.next(TAG.bitString).content;
  if (algorithm !== OID.rsa) return new Uint8Array(0);
  if (value[0] !== 0) throw new DerError("unused bits in a key");
  return magnitude(outer(value.subarray(1), TAG.sequence).next(TAG.integer));
}

function bits(modulus: Bytes): number {
  return modulus.length === 0 ? 0 : modulus.length * 8 - (Math.clz32(modulus[0] ?? 0) - 24);
}
