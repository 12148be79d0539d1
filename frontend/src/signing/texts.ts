/**
 * The exact texts that are signed. Their prefixes can never meet, so a signature that enters can never
 * present, nor the other way round. The server builds the same texts and compares.
 */

export interface EntryFields {
  readonly purpose: "entry";
  /** As the browser sees it, never as the server says it. */
  readonly host: string;
  /** 128 bits in hexadecimal. */
  readonly nonce: string;
  /** UTC instant, `2026-05-01T12:00:00Z`. */
  readonly expires: string;
  readonly certificateNumber: string;
}

export interface FilingFields {
  readonly purpose: "filing";
  readonly rfc: string;
  /** `<year>-<period>`, `2026-2`. */
  readonly period: string;
  readonly type: string;
  /** Folio it replaces, or empty. */
  readonly replaces: string;
  readonly contracts: number;
  readonly workers: number;
  /** SHA-256 of the document, in hexadecimal. */
  readonly documentSha256: string;
}

/** Writes `%` as `%25` and `|` as `%7C`, so that no value can open a field of its own. */
export function escapeValue(value: string): string {
  return value.replaceAll("%", "%25").replaceAll("|", "%7C");
}

/** Text signed to enter. */
export function entryText(fields: EntryFields): string {
  return join("ICSOE-ACCESO", [fields.host, fields.nonce, fields.expires, fields.certificateNumber]);
}

/** Text signed to present an informativa. */
export function filingText(fields: FilingFields): string {
  const { rfc, period, type, replaces, contracts, workers, documentSha256 } = fields;
  return join("ICSOE-INFORMATIVA", [rfc, period, type, replaces || "-", String(contracts), String(workers), documentSha256]);
}

export function textOf(fields: EntryFields | FilingFields): string {
  return fields.purpose === "entry" ? entryText(fields) : filingText(fields);
}

function join(prefix: string, values: readonly string[]): string {
  return `||${[prefix, "1.0", ...values.map(escapeValue)].join("|")}||`;
}
