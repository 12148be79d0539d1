/** Reads the document that is to be signed, and says whether it tells what the page shows. */
import { toHex, type Bytes } from "../signing/bytes";
import type { FilingFields } from "../signing/texts";
import { Refusal } from "./refusal";

/** What the page shows of a filing, and what the document must say. */
export type Shown = Omit<FilingFields, "purpose" | "documentSha256">;

export async function sha256Hex(bytes: Bytes): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

/** Throws a Refusal unless the document says exactly what the page shows. */
export function checkDocument(bytes: Bytes, shown: Shown): void {
  const said = readDocument(bytes);
  const same =
    said.rfc.normalize("NFC") === shown.rfc.normalize("NFC") &&
    said.period === shown.period &&
    said.type === shown.type &&
    said.replaces === shown.replaces &&
    said.contracts === shown.contracts &&
    said.workers === shown.workers;
  if (!same) throw Refusal.of("document_mismatch");
}

/** Versions of the canonical document that this page knows how to compare; 1.1 adds the days of movements. */
const VERSIONS: readonly unknown[] = ["1.0", "1.1"];

/**
 * The members of the canonical document that are compared: `provider.rfc`, `year` and `number` of the period,
 * `type`, `replaces` as null or {folio}, and `contracts`, a list of objects with `workers`, a count.
 */
export function readDocument(bytes: Bytes): Shown {
  try {
    const document = record(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
    if (!VERSIONS.includes(document["version"])) throw new TypeError("another version");
    const contracts = list(document["contracts"]);
    return {
      rfc: text(record(document["provider"])["rfc"]),
      period: `${count(document["year"])}-${count(document["number"])}`,
      type: text(document["type"]),
      replaces: document["replaces"] === null ? "" : text(record(document["replaces"])["folio"]),
      contracts: contracts.length,
      workers: contracts.reduce<number>((sum, contract) => sum + count(record(contract)["workers"]), 0),
    };
  } catch (error) {
    if (error instanceof TypeError || error instanceof SyntaxError) throw Refusal.of("document_unreadable");
    throw error;
  }
}

function record(value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new TypeError("not an object");
  return value as Record<string, unknown>;
}

function list(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new TypeError("not a list");
  return value;
}

function text(value: unknown): string {
  if (typeof value !== "string") throw new TypeError("not text");
  return value;
}

function count(value: unknown): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) throw new TypeError("not a count");
  return value;
}
