/** A DER writer for the tests, which mint every key and certificate they use. */
export type Bytes = Uint8Array<ArrayBuffer>;

export function bytes(...parts: (Uint8Array | number[])[]): Bytes {
  return Uint8Array.from(parts.flatMap((part) => Array.from(part)));
}

export function der(tag: number, ...parts: (Uint8Array | number[])[]): Bytes {
  const content = bytes(...parts);
  return bytes([tag], lengthOf(content.length), content);
}

/** Empty sequences one inside another, up to `size` bytes. */
export function nested(size: number): Bytes {
  const headers: number[][] = [];
  for (let length = 0; length < size; length += headers.at(-1)!.length) headers.push([0x30, ...lengthOf(length)]);
  return Uint8Array.from(headers.reverse().flat());
}

function lengthOf(length: number): number[] {
  if (length < 0x80) return [length];
  const digits: number[] = [];
  for (let left = length; left > 0; left = Math.floor(left / 256)) digits.unshift(left % 256);
  return [0x80 | digits.length, ...digits];
}

export const sequence = (...parts: Uint8Array[]): Bytes => der(0x30, ...parts);
export const octets = (content: Uint8Array): Bytes => der(0x04, content);
export const nothing = der(0x05);

export function integer(value: number): Bytes {
  const digits: number[] = [];
  for (let left = value; left > 0; left = Math.floor(left / 256)) digits.unshift(left % 256);
  if (digits.length === 0 || (digits[0] ?? 0) > 0x7f) digits.unshift(0);
  return der(0x02, digits);
}

export function oid(dotted: string): Bytes {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return der(0x06, [first * 40 + second, ...rest].flatMap(base128));
}

function base128(arc: number): number[] {
  const digits = [arc % 128];
  for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) digits.unshift(0x80 | (left % 128));
  return digits;
}

export const latin1 = (text: string): Bytes => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
export const utf8 = (text: string): Bytes => Uint8Array.from(new TextEncoder().encode(text));
export const printable = (text: string): Bytes => der(0x13, latin1(text));
export const t61 = (text: string): Bytes => der(0x14, latin1(text));
