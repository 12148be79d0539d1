/** Bytes that WebCrypto accepts: backed by memory of their own, never shared. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** Overwrites every given buffer with zeros. Best effort: the engine may hold copies we cannot reach. */
export function wipe(...buffers: (Uint8Array | number[] | undefined)[]): void {
  for (const buffer of buffers) buffer?.fill(0);
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** True when both hold the same bytes. For public values only: it stops at the first difference. */
export function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}
