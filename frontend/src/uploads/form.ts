/** One form whose file travels by tus and takes up again where the connection broke. */
import { Upload, isSupported, type PreviousUpload } from "tus-js-client";
import { csrfToken } from "../csrf";
import { acceptDrops } from "../dropzone";
import { pageLanguage } from "../language";
import { sayOnPage } from "../messages";

/** Bytes of one request; small enough that a broken one costs little. */
const CHUNK = 8 * 1024 * 1024;
const RETRY_PAUSES = [0, 1000, 3000, 5000, 10_000, 20_000, 30_000];

export class UploadForm {
  readonly #input: HTMLInputElement;
  readonly #bar: HTMLProgressElement | null;
  readonly #status: HTMLElement | null;
  readonly #error: HTMLElement | null;
  #running = false;

  constructor(private readonly form: HTMLFormElement) {
    const input = form.querySelector<HTMLInputElement>('input[type="file"]');
    if (input === null) throw new Error("upload form lacks its file input");
    this.#input = input;
    this.#bar = form.querySelector("progress");
    this.#status = form.querySelector("[data-upload-status]");
    this.#error = form.querySelector("[data-upload-error]");
  }

  start(): void {
    if (!isSupported || !this.form.dataset["uploadEndpoint"]) return;
    acceptDrops({
      area: this.form.querySelector<HTMLElement>("[data-dropzone]") ?? this.form,
      input: this.#input,
      chosen: (file) => this.#say(`${file.name} (${sizeInWords(file.size)})`),
      refused: (sentence) => this.#fail(sentence),
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#send();
    });
  }

  async #send(): Promise<void> {
    const file = this.#input.files?.[0];
    if (this.#running) return;
    if (file === undefined) {
      this.#fail(sayOnPage("upload_required"));
      this.#input.focus();
      return;
    }
    this.#running = true;
    this.#hold(true);
    this.#fail("");
    const upload = this.#upload(file);
    const earlier = latest(await upload.findPreviousUploads());
    if (earlier !== undefined) upload.resumeFromPreviousUpload(earlier);
    upload.start();
  }

  #upload(file: File): Upload {
    const { uploadEndpoint = "", uploadOwner = "" } = this.form.dataset;
    const upload = new Upload(file, {
      endpoint: uploadEndpoint,
      chunkSize: CHUNK,
      retryDelays: RETRY_PAUSES,
      removeFingerprintOnSuccess: true,
      headers: { "X-CSRFToken": csrfToken() },
      metadata: { ...this.#fields(), filename: file.name, filetype: file.type },
      // The person is part of the mark: on a shared computer nobody takes up another's upload.
      fingerprint: async () => ["icsoe", uploadOwner, uploadEndpoint, file.name, file.size, file.lastModified].join("|"),
      onProgress: (sent, total) => this.#progress(sent, total),
      onShouldRetry: (error) => {
        const status = error.originalResponse?.getStatus() ?? 0;
        const again = status === 0 || status >= 500 || status === 409 || status === 423 || status === 429;
        if (again) this.#say(sayOnPage("upload_waiting"));
        return again;
      },
      onError: () => this.#stop(),
      onSuccess: () => this.#done(upload.url ?? ""),
    });
    return upload;
  }

  /** The form's other fields travel as metadata, by name. */
  #fields(): Record<string, string> {
    const fields: Record<string, string> = {};
    for (const [name, value] of new FormData(this.form)) {
      if (typeof value === "string" && name !== "csrfmiddlewaretoken") fields[name] = value;
    }
    return fields;
  }

  #progress(sent: number, total: number): void {
    const percent = total === 0 ? 100 : Math.floor((sent / total) * 100);
    if (this.#bar !== null) {
      this.#bar.hidden = false;
      this.#bar.max = 100;
      this.#bar.value = percent;
    }
    this.#say(sayOnPage("upload_progress", { percent, size: sizeInWords(total) }));
  }

  /** `data-upload-next` is the address of the check, with `{id}` where the upload's own goes. */
  #done(address: string): void {
    this.#say(sayOnPage("upload_done"));
    const id = new URL(address, location.href).pathname.split("/").filter(Boolean).pop() ?? "";
    const next = (this.form.dataset["uploadNext"] ?? "").replace("{id}", encodeURIComponent(id));
    location.assign(new URL(next, location.href).href);
  }

  #stop(): void {
    this.#running = false;
    this.#hold(false);
    this.#say("");
    this.#fail(sayOnPage("upload_failed"));
  }

  #hold(busy: boolean): void {
    this.form.setAttribute("aria-busy", String(busy));
    this.#input.disabled = busy;
    for (const button of this.form.querySelectorAll<HTMLButtonElement>('button[type="submit"]')) button.disabled = busy;
  }

  #say(sentence: string): void {
    if (this.#status !== null && this.#status.textContent !== sentence) this.#status.textContent = sentence;
  }

  #fail(sentence: string): void {
    if (this.#error === null) return;
    this.#error.textContent = sentence;
    this.#error.hidden = sentence === "";
  }
}

/** Size as a person reads it, in decimal units. */
export function sizeInWords(bytes: number): string {
  const [value, unit] = bytes < 1e6 ? [bytes / 1e3, "kB"] : [bytes / 1e6, "MB"];
  return `${new Intl.NumberFormat(pageLanguage() === "en" ? "en" : "es-MX", { maximumFractionDigits: 1 }).format(value)} ${unit}`;
}

function latest(uploads: readonly PreviousUpload[]): PreviousUpload | undefined {
  return [...uploads].sort((one, other) => Date.parse(other.creationTime) - Date.parse(one.creationTime))[0];
}
