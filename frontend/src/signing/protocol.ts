/** What the page and the worker say to each other. */
import type { Certificate } from "./certificate";
import type { SigningCode } from "./errors";
import type { EntryFields, FilingFields } from "./texts";

/** What the page shows of a certificate. */
export type Owner = Pick<Certificate, "number" | "rfc" | "representativeRfc" | "name" | "issuer" | "notBefore" | "notAfter">;

/** The box the refused file came from, so that the page can point at it. */
export type Box = "certificate" | "key" | "password";

/** The worker adds the host and the certificate number itself. */
export type EntryRequest = Omit<EntryFields, "host" | "certificateNumber">;
export type FilingRequest = FilingFields;

export type Request =
  | { readonly kind: "inspect"; readonly certificate: ArrayBuffer; readonly at: number; readonly rfc: string | undefined }
  | {
      readonly kind: "unlock";
      readonly certificate: ArrayBuffer;
      readonly key: ArrayBuffer;
      readonly password: string;
      readonly at: number;
      readonly rfc: string | undefined;
    }
  | { readonly kind: "sign"; readonly fields: EntryRequest | FilingRequest }
  | { readonly kind: "forget" };

export interface Inspection {
  readonly owner: Owner;
  readonly refusal: SigningCode | undefined;
}

export interface Signed {
  /** DER in base64. */
  readonly certificate: string;
  /** RSASSA-PKCS1-v1_5 with SHA-256, in base64. */
  readonly signature: string;
  readonly text: string;
}

/** What each kind of request gives back. */
export interface Results {
  inspect: Inspection;
  unlock: Owner;
  sign: Signed;
  forget: null;
}

export type Kind = keyof Results;
export type Answer =
  | { readonly id: number; readonly ok: true; readonly result: Results[Kind] }
  | { readonly id: number; readonly ok: false; readonly code: SigningCode | "internal"; readonly box: Box | undefined };

export type Envelope = { readonly id: number; readonly request: Request };
