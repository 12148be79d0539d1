import { describe, expect, test } from "vitest";
import { readCertificate } from "../../src/signing/certificate";
import { DerError, Reader, TAG, instant, oidText, outer, smallInteger } from "../../src/signing/der";
import { SigningError } from "../../src/signing/errors";
import { readKeyFile } from "../../src/signing/key-file";
import { bytes, der, integer, latin1, nested, oid, sequence } from "../mint/der";
import { mintCertificate, mintKey } from "../mint/efirma";

const read = (...content: number[]) => new Reader(Uint8Array.from(content)).next();

describe("strictness", () => {
  test.each([
    ["nothing", []],
    ["a tag alone", [0x30]],
    ["an indefinite length", [0x30, 0x80, 0, 0]],
    ["a length that is not the shortest", [0x04, 0x81, 0x01, 0xff]],
    ["a length with a leading zero", [0x04, 0x82, 0x00, 0x80]],
    ["four bytes of length", [0x04, 0x84, 0xff, 0xff, 0xff, 0xff]],
    ["content past the end", [0x04, 0x05, 1, 2]],
    ["a long tag", [0x3f, 0x81, 0x01, 0x00]],
  ])("refuses %s", (_, content) => {
    expect(() => read(...content)).toThrow(DerError);
  });

  test("refuses another tag than asked and leftover bytes", () => {
    expect(() => new Reader(integer(1)).next(TAG.oid)).toThrow(DerError);
    expect(() => outer(bytes(sequence(), [0]), TAG.sequence)).toThrow(DerError);
  });

  test("integers: bounds, sign and shortest form", () => {
    for (const value of [0, 1, 127, 128, 2048, 0x7fffffff]) expect(smallInteger(new Reader(integer(value)).next())).toBe(value);
    for (const content of [[], [0x80], [0x00, 0x01], [0x00, 0x80, 0, 0, 0], [1, 0, 0, 0, 0, 0]]) {
      expect(() => smallInteger(new Reader(der(0x02, content)).next())).toThrow(DerError);
    }
  });

  test("identifiers: whole, bounded, and readable", () => {
    for (const dotted of ["1.2.840.113549.1.5.13", "2.5.4.45", "0.9", "1.3.6.1.5.5.7.3.2"]) {
      expect(oidText(new Reader(oid(dotted)).next())).toBe(dotted);
    }
    for (const content of [[], [0x2a, 0x86], new Array<number>(33).fill(1), [0x2a, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]]) {
      expect(() => oidText(new Reader(der(0x06, content)).next())).toThrow(DerError);
    }
  });

  test("times: only Zulu, only days that exist", () => {
    const at = (tag: number, text: string) => instant(new Reader(der(tag, latin1(text))).next());
    expect(at(0x17, "491231235959Z")).toBe(Date.UTC(2049, 11, 31, 23, 59, 59));
    expect(at(0x17, "500101000000Z")).toBe(Date.UTC(1950, 0, 1));
    for (const text of ["2601010000Z", "260101000000+0600", "261301000000Z", "260230000000Z", "260101240000Z"]) {
      expect(() => at(0x17, text)).toThrow(DerError);
    }
    expect(() => at(0x04, "260101000000Z")).toThrow(DerError);
  });
});

/** Repeatable noise: a failing seed can be run again. */
function noise(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function mutate(original: Uint8Array, random: () => number): Uint8Array<ArrayBuffer> {
  const changed = Uint8Array.from(original);
  const times = 1 + Math.floor(random() * 6);
  for (let time = 0; time < times; time += 1) changed[Math.floor(random() * changed.length)] = Math.floor(random() * 256);
  return random() < 0.3 ? changed.slice(0, Math.floor(random() * changed.length)) : changed;
}

describe("hostile files never hang nor break anything but with a reason in words", () => {
  const readers: [string, (file: Uint8Array<ArrayBuffer>) => unknown, Uint8Array][] = [
    ["certificate", readCertificate, mintCertificate()],
    ["key", readKeyFile, mintKey()],
  ];

  test.each(readers)("3,000 altered %ss", (_, reader, original) => {
    const started = performance.now();
    for (let seed = 0; seed < 3_000; seed += 1) {
      try {
        reader(mutate(original, noise(seed)));
      } catch (error) {
        if (!(error instanceof SigningError)) throw new Error(`seed ${seed}: ${String(error)}`);
      }
    }
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  test.each(readers)("1,000 pieces of noise in place of a %s", (_, reader) => {
    for (let seed = 0; seed < 1_000; seed += 1) {
      const random = noise(seed);
      const file = Uint8Array.from({ length: 1 + Math.floor(random() * 2_000) }, () => Math.floor(random() * 256));
      expect(() => reader(file)).toThrow(SigningError);
    }
  });

  test.each(readers)("sequences nested to the brim in place of a %s", (_, reader) => {
    expect(() => reader(nested(16_000))).toThrow(SigningError);
  });
});
