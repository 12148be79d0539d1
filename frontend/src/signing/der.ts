/**
 * A strict reader of DER (ITU-T X.690): definite, shortest lengths and single-byte tags only. Bounds are
 * checked before anything is read, and nothing recurses: callers descend by naming what they expect.
 */
import type { Bytes } from "./bytes";

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8: 0x0c,
  numeric: 0x12,
  printable: 0x13,
  t61: 0x14,
  ia5: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  visible: 0x1a,
  bmp: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

/** The bytes are not DER of the expected shape. Callers turn it into a refusal a person understands. */
export class DerError extends Error {}

export interface Node {
  readonly tag: number;
  /** Content alone. */
  readonly content: Bytes;
  /** Tag, length and content. */
  readonly whole: Bytes;
}

/** Reads sibling elements one after another. */
export class Reader {
  #at = 0;

  constructor(private readonly bytes: Bytes) {}

  get done(): boolean {
    return this.#at === this.bytes.length;
  }

  /** Tag of the next element, or undefined at the end. */
  peek(): number | undefined {
    return this.bytes[this.#at];
  }

  /** Next element; with `tag`, only that one will do. */
  next(tag?: number): Node {
    const start = this.#at;
    const found = this.#byte();
    if ((found & 0x1f) === 0x1f) throw new DerError("long tag");
    if (tag !== undefined && found !== tag) throw new DerError("unexpected tag");
    const length = this.#length();
    if (length > this.bytes.length - this.#at) throw new DerError("past the end");
    const from = this.#at;
    this.#at += length;
    return { tag: found, content: this.bytes.subarray(from, this.#at), whole: this.bytes.subarray(start, this.#at) };
  }

  /** Next element's content as a reader. */
  into(tag: number): Reader {
    return new Reader(this.next(tag).content);
  }

  /** Refuses anything left over. */
  finish(): void {
    if (!this.done) throw new DerError("trailing bytes");
  }

  #byte(): number {
    const byte = this.bytes[this.#at];
    if (byte === undefined) throw new DerError("past the end");
    this.#at += 1;
    return byte;
  }

  #length(): number {
    const first = this.#byte();
    if (first < 0x80) return first;
    const count = first & 0x7f;
    if (count === 0 || count > 3) throw new DerError("indefinite or oversized length");
    let length = 0;
    for (let read = 0; read < count; read += 1) length = length * 256 + this.#byte();
    const shortest = length < 0x80 ? 0 : length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
    if (shortest !== count) throw new DerError("length is not the shortest");
    return length;
  }
}

/** Reader of the one element that must fill `bytes`. */
export function outer(bytes: Bytes, tag: number): Reader {
  const reader = new Reader(bytes);
  const inside = reader.into(tag);
  reader.finish();
  return inside;
}

/** Value of a non-negative INTEGER below 2^31. */
export function smallInteger(node: Node): number {
  const { content } = node;
  const first = content[0];
  if (first === undefined || first > 0x7f || content.length > 5) throw new DerError("integer out of bounds");
  if (first === 0 && content.length > 1 && (content[1] ?? 0) < 0x80) throw new DerError("integer is not the shortest");
  const value = content.reduce((sum, byte) => sum * 256 + byte, 0);
  if (value > 0x7fffffff) throw new DerError("integer out of bounds");
  return value;
}

/** Magnitude of a positive INTEGER, without its sign byte. */
export function magnitude(node: Node): Bytes {
  const { content } = node;
  const first = content[0];
  if (first === undefined || first > 0x7f) throw new DerError("integer is not positive");
  return first === 0 ? content.subarray(1) : content;
}

/** Dotted form of an OBJECT IDENTIFIER of at most 32 bytes. */
export function oidText(node: Node): string {
  const { content } = node;
  if (node.tag !== TAG.oid || content.length === 0 || content.length > 32) throw new DerError("not an identifier");
  const arcs: number[] = [];
  let arc = 0;
  content.forEach((byte, at) => {
    if (arc > 0x1ffffff) throw new DerError("arc out of bounds");
    arc = arc * 128 + (byte & 0x7f);
    if (byte & 0x80) {
      if (at === content.length - 1) throw new DerError("identifier is cut");
      return;
    }
    arcs.push(arc);
    arc = 0;
  });
  const first = arcs[0] ?? 0;
  const root = Math.min(Math.floor(first / 40), 2);
  return [root, first - root * 40, ...arcs.slice(1)].join(".");
}

/** Text of a DirectoryString, in NFC; undefined for kinds that are no text. T61String is Latin-1, as SAT writes it. */
export function stringText(node: Node): string | undefined {
  const encoding = STRING_ENCODING.get(node.tag);
  if (encoding === undefined) return undefined;
  const text = encoding === "latin1" ? latin1(node.content) : decode(encoding, node.content);
  return text.normalize("NFC");
}

const STRING_ENCODING = new Map<number, "utf-8" | "utf-16be" | "latin1">([
  [TAG.utf8, "utf-8"],
  [TAG.bmp, "utf-16be"],
  [TAG.t61, "latin1"],
  [TAG.printable, "latin1"],
  [TAG.numeric, "latin1"],
  [TAG.visible, "latin1"],
  [TAG.ia5, "latin1"],
]);

function latin1(bytes: Bytes): string {
  return String.fromCharCode(...bytes);
}

function decode(encoding: string, bytes: Bytes): string {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new DerError("text is not well formed");
  }
}

/** Instant of a UTCTime or GeneralizedTime in Zulu form, in milliseconds since 1970. */
export function instant(node: Node): number {
  const text = latin1(node.content);
  const long = node.tag === TAG.generalizedTime;
  if (!long && node.tag !== TAG.utcTime) throw new DerError("not a time");
  const match = (long ? /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/ : /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/).exec(text);
  if (!match) throw new DerError("not a time");
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  const full = long ? year : year + (year < 50 ? 2000 : 1900);
  const date = new Date(Date.UTC(full, month - 1, day, hour, minute, second));
  // Date.UTC carries impossible days over to the next month; a certificate may not.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || hour > 23 || minute > 59 || second > 59) {
    throw new DerError("not a time");
  }
  return date.getTime();
}
