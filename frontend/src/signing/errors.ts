/** Everything that can be wrong before anything is sent, by a stable code. Words live in messages.ts. */
export const SIGNING_CODES = [
  "file_empty",
  "file_too_large",
  "not_certificate",
  "not_key",
  "key_in_certificate_box",
  "certificate_in_key_box",
  "key_not_encrypted",
  "key_container",
  "key_rounds",
  "unsupported_encryption",
  "unsupported_key",
  "damaged_key",
  "wrong_password",
  "seal_certificate",
  "not_efirma",
  "weak_key",
  "not_yet_valid",
  "expired",
  "other_rfc",
  "key_mismatch",
  "not_unlocked",
] as const;

export type SigningCode = (typeof SIGNING_CODES)[number];

/** A refusal by the signing module. It carries a code and never any part of a file or a password. */
export class SigningError extends Error {
  constructor(readonly code: SigningCode) {
    super(code);
    this.name = "SigningError";
  }
}
