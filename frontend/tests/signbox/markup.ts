/** The sign box as the server writes it. */
import { Signer } from "../../src/signing/signer";
import { findParts, type Parts } from "../../src/signbox/parts";
import { WorkerClient, type WorkerLike } from "../../src/signbox/worker-client";
import { BoxError } from "../../src/signing/signer";
import type { Answer, Envelope } from "../../src/signing/protocol";
import { RFC } from "../mint/efirma";

export function drawBox(data: Readonly<Record<string, string>>): Parts {
  const attributes = Object.entries(data).map(([name, value]) => ` data-${name}="${value}"`);
  document.body.innerHTML = `
    <section data-signbox${attributes.join("")}>
      <label for="signbox-cer">Certificado (.cer)</label><input type="file" id="signbox-cer" accept=".cer">
      <label for="signbox-key">Clave privada (.key)</label><input type="file" id="signbox-key" accept=".key">
      <div data-signbox-owner hidden></div>
      <label for="signbox-password">Contraseña de la clave privada</label><input type="password" id="signbox-password">
      <div data-signbox-error role="alert"></div>
      <p data-signbox-status role="status"></p>
      <button type="button" data-signbox-submit>Firmar y presentar</button>
    </section>`;
  return findParts(document.querySelector<HTMLElement>("[data-signbox]")!);
}

export const ENTRY = { purpose: "entry", endpoint: "/entrar/firma/", "challenge-url": "/entrar/reto/", now: "2026-05-10T12:00:00Z" };
export const FILING = {
  purpose: "filing",
  endpoint: "/informativa/2026-1/presentar/",
  "document-url": "/informativa/2026-1/documento/",
  "session-rfc": RFC,
  rfc: RFC,
  period: "2026-1",
  type: "normal",
  replaces: "",
  contracts: "2",
  workers: "11",
  "idempotency-key": "0b9d7f3e",
  now: "2026-05-10T12:00:00Z",
};

export const DOCUMENT = {
  version: "1.0",
  provider: { rfc: RFC, name: "COMERCIALIZADORA INVENTADA SA DE CV" },
  year: 2026,
  number: 1,
  type: "normal",
  replaces: null,
  contracts: [{ workers: 5 }, { workers: 6 }],
};

/** The real signer behind the worker's messages, without a thread. */
export class InlineWorker implements WorkerLike {
  onmessage: ((event: MessageEvent<Answer>) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;
  readonly #signer = new Signer(location.host);
  readonly transferred: Transferable[] = [];

  postMessage(message: unknown, transfer: Transferable[]): void {
    this.transferred.push(...transfer);
    const { id, request } = structuredClone(message) as Envelope;
    this.#signer.handle(request).then(
      (result) => this.#answer({ id, ok: true, result }),
      (error: unknown) => {
        if (!(error instanceof BoxError)) throw error;
        this.#answer({ id, ok: false, code: error.refused.code, box: error.box });
      },
    );
  }

  #answer(data: Answer): void {
    this.onmessage?.(new MessageEvent("message", { data }));
  }
}

export function inlineClient(): WorkerClient {
  return new WorkerClient(new InlineWorker());
}

/** Chooses a file as a person does. */
export function choose(input: HTMLInputElement, content: Uint8Array<ArrayBuffer>, name: string): void {
  const file = new File([content], name);
  // jsdom's File has no arrayBuffer of its own realm.
  Object.defineProperty(file, "arrayBuffer", { value: () => Promise.resolve(content.slice().buffer) });
  Object.defineProperty(input, "files", { value: [file], configurable: true });
  input.dispatchEvent(new Event("change", { bubbles: true }));
}
