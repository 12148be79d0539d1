/** What kind of file was given, before it is read in earnest, so that the wrong box is told in words. */
import type { Bytes } from "./bytes";
import { DerError, Reader, TAG, outer } from "./der";
import { SigningError } from "./errors";

/** Bytes; a SAT certificate takes under 2 KB and a key file about 1.3 KB. */
export const MAX_FILE = 16 * 1024;

export type FileKind = "certificate" | "encrypted_key" | "plain_key" | "container" | "unknown";

const PEM = /^-----BEGIN ([A-Z0-9 ]{1,40})-----\s+([A-Za-z0-9+/=\s]+?)-----END \1-----\s*$/;

/** DER of a file given as DER or as PEM. Throws SigningError `file_empty` or `file_too_large`. */
export function toDer(file: Bytes): Bytes {
  if (file.length === 0) throw new SigningError("file_empty");
  if (file.length >= MAX_FILE) throw new SigningError("file_too_large");
  if (file[0] !== 0x2d && file[0] !== 0xef) return file;
  const text = new TextDecoder("utf-8").decode(file);
  const body = PEM.exec(text)?.[2];
  if (body === undefined) return file;
  try {
    return Uint8Array.from(atob(body.replace(/\s/g, "")), (letter) => letter.charCodeAt(0));
  } catch {
    return file;
  }
}

/** Tells the kind by the outermost shape alone. */
export function kindOf(der: Bytes): FileKind {
  try {
    return KINDS.get(shape(outer(der, TAG.sequence))) ?? "unknown";
  } catch (error) {
    if (error instanceof DerError) return "unknown";
    throw error;
  }
}

const KINDS = new Map<string, FileKind>([
  ["30 30 3", "certificate"],
  ["30 4", "encrypted_key"],
  ["2 30 4", "plain_key"],
  ["2 30 4 a0", "plain_key"],
  ["2 2 2 2 2 2 2 2 2", "plain_key"],
  ["2 30", "container"],
  ["2 30 30", "container"],
]);

function shape(reader: Reader): string {
  const tags: string[] = [];
  while (!reader.done && tags.length < 10) tags.push(reader.next().tag.toString(16));
  return tags.join(" ");
}
