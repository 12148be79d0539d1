/** One form whose file travels by tus and takes up again where the connection broke. */
import { DetailedError, Upload, defaultOptions, isSupported, type PreviousUpload } from "tus-js-client";
import { readAnswer, type Answer } from "../app/failures";
import { csrfToken } from "../csrf";
import { acceptDrops } from "../dropzone";
import { pageLanguage } from "../language";
import { sayOnPage } from "../messages";

/** Bytes of one request; small enough that a broken one costs little. */
const CHUNK = 8 * 1024 * 1024;
const MARK = "icsoe";
const RETRY_PAUSES = [0, 1000, 3000, 5000, 10_000, 20_000, 30_000];

export class UploadForm {
  readonly #input: HTMLInputElement;
  readonly #bar: HTMLProgressElement | null;
  readonly #status: HTMLElement | null;
  readonly #error: HTMLElement | null;
  readonly #cancel: HTMLButtonElement | null;
  #upload: Upload | undefined;

  constructor(private readonly form: HTMLFormElement) {
    const input = form.querySelector<HTMLInputElement>('input[type="file"]');
    if (input === null) throw new Error("upload form lacks its file input");
    this.#input = input;
    this.#bar = form.querySelector("progress");
    this.#status = form.querySelector("[data-upload-status]");
    this.#error = form.querySelector("[data-upload-error]");
    this.#cancel = form.querySelector("[data-upload-cancel]");
  }

  start(): void {
    if (!isSupported || !this.form.dataset["uploadEndpoint"]) return;
    acceptDrops({
      area: this.form.querySelector<HTMLElement>("[data-dropzone]") ?? this.form,
      input: this.#input,
      chosen: (file) => this.#chosen(file),
      refused: (sentence) => this.#fail(sentence),
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#send();
    });
    this.#cancel?.addEventListener("click", () => void this.#giveUp());
    void this.#tellHalfSent();
  }

  /** A file that was half sent goes on as soon as it is chosen again. */
  async #tellHalfSent(): Promise<void> {
    const mark = [MARK, this.#place()].join("|");
    const all = (await defaultOptions.urlStorage?.findAllUploads()) ?? [];
    const half = latest(all.filter((one) => one.urlStorageKey.includes(mark)));
    const name = half?.metadata["filename"];
    if (name) this.#say(sayOnPage("upload_half_sent", { name }));
  }

  #chosen(file: File): void {
    this.#fail("");
    this.#say(`${file.name} (${sizeInWords(file.size)})`);
  }

  /** What a file is for and who sends it: on a shared computer nobody takes up another's upload. */
  #place(): string {
    const { uploadEndpoint = "", uploadOwner = "" } = this.form.dataset;
    return [uploadOwner, uploadEndpoint, ...Object.values(this.#fields())].join("|");
  }

  async #send(): Promise<void> {
    const file = this.#input.files?.[0];
    if (this.#upload !== undefined) return;
    const problem = this.#problemOf(file);
    this.#fail(problem);
    if (file === undefined || problem) {
      this.#input.focus();
      return;
    }
    const upload = this.#prepare(file);
    this.#upload = upload;
    this.#hold(true);
    const earlier = latest(await upload.findPreviousUploads());
    if (earlier !== undefined) upload.resumeFromPreviousUpload(earlier);
    upload.start();
  }

  /** What can be told before a byte is sent; empty when there is nothing. */
  #problemOf(file: File | undefined): string {
    const most = Number(this.form.dataset["uploadMost"] ?? Infinity);
    if (file === undefined) return sayOnPage("upload_required");
    if (file.size === 0) return sayOnPage("upload_empty");
    return file.size > most ? sayOnPage("upload_too_large", { most: sizeInWords(most) }) : "";
  }

  #prepare(file: File): Upload {
    const { uploadEndpoint = "" } = this.form.dataset;
    const fields = this.#fields();
    const upload = new Upload(file, {
      endpoint: uploadEndpoint,
      chunkSize: CHUNK,
      retryDelays: RETRY_PAUSES,
      removeFingerprintOnSuccess: true,
      headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" },
      metadata: { ...fields, filename: file.name, filetype: file.type },
      fingerprint: async () => [MARK, this.#place(), file.name, file.size, file.lastModified].join("|"),
      onProgress: (sent, total) => this.#progress(sent, total),
      onShouldRetry: (error) => {
        const status = error.originalResponse?.getStatus() ?? 0;
        const again = status === 0 || status >= 500 || status === 409 || status === 423;
        if (again) this.#say(sayOnPage("upload_waiting"));
        return again;
      },
      onError: (error) => this.#stop(error),
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

  #stop(error: Error): void {
    const { code, message, redirect } = answerOf(error);
    // The session ended: entering leads back to this page, where the same file goes on from where it was.
    if (code === "session_ended" && redirect) return location.assign(redirect);
    this.#rest();
    this.#fail(message || sayOnPage("upload_failed"));
  }

  async #giveUp(): Promise<void> {
    const upload = this.#upload;
    this.#rest();
    this.#say(sayOnPage("upload_cancelled"));
    await upload?.abort(true).catch(() => undefined);
  }

  /** Back to choosing a file. */
  #rest(): void {
    this.#upload = undefined;
    this.#hold(false);
    this.#say("");
    if (this.#bar !== null) this.#bar.hidden = true;
  }

  #hold(busy: boolean): void {
    this.form.setAttribute("aria-busy", String(busy));
    this.#input.disabled = busy;
    if (this.#cancel !== null) this.#cancel.hidden = !busy;
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

/** What the server said of a request it refused; nothing when it did not speak, or not to us. */
export function answerOf(error: Error): Answer {
  return readAnswer((error instanceof DetailedError && error.originalResponse?.getBody()) || "");
}

/** Size as a person reads it, in decimal units. */
export function sizeInWords(bytes: number): string {
  const [value, unit] = bytes < 1e6 ? [bytes / 1e3, "kB"] : [bytes / 1e6, "MB"];
  return `${new Intl.NumberFormat(pageLanguage() === "en" ? "en" : "es-MX", { maximumFractionDigits: 1 }).format(value)} ${unit}`;
}

function latest(uploads: readonly PreviousUpload[]): PreviousUpload | undefined {
  return [...uploads].sort((one, other) => Date.parse(other.creationTime) - Date.parse(one.creationTime))[0];
}
