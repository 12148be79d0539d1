/** Makes a server-rendered sign box live. Key and password go from the page to its worker and nowhere else. */
import { say } from "../messages";
import type { Box as Place } from "../signing/protocol";
import { MAX_FILE } from "../signing/files";
import type { Clock } from "./clock";
import { enter, present, signFiling, type Presentation, type Surroundings } from "./flows";
import { addNiceties } from "./niceties";
import { hideOwner, showOwner } from "./owner";
import { expectedRfc, required, shownFiling, type Parts } from "./parts";
import { Refusal } from "./refusal";

/** Refusals that only this page loaded anew mends: it asks for the session, and shows what holds now. */
const RELOAD: ReadonlySet<string> = new Set(["session_lost", "page_stale", "not_found", "review_changed", "document_mismatch", "worker_failed"]);

export interface Tools extends Omit<Surroundings, "progress" | "endpoint"> {
  readonly go: (address: string) => void;
  readonly clock: Clock;
}

/** One box of one page. */
export class SignBox {
  #running = false;
  /** Which choice of certificate is the last, so that a slow answer about an earlier one is dropped. */
  #choice = 0;
  /** Signed, sent, and never answered: kept so that pressing again sends the very same. */
  #unanswered: Presentation | undefined;
  #hidePassword: () => void = () => undefined;

  constructor(
    private readonly parts: Parts,
    private readonly tools: Tools,
  ) {}

  /** Listens. Call once. */
  start(): void {
    const { certificate, key, password, submit, owner, error } = this.parts;
    hideOwner(owner);
    error.tabIndex = -1;
    error.id ||= "signbox-error";
    error.hidden = true;
    password.spellcheck = false;
    this.#hidePassword = addNiceties(this.parts);
    certificate.addEventListener("change", () => void this.#inspect());
    key.addEventListener("change", () => this.#newInput("key"));
    password.addEventListener("input", () => this.#newInput("password"));
    password.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.isComposing) submit.click();
    });
    submit.addEventListener("click", () => void this.run());
    submit.disabled = false;
    // A page kept aside by the back button must come back empty.
    window.addEventListener("pagehide", () => {
      this.#forget();
      this.#dropFiles();
    });
    if (certificate.files?.length) void this.#inspect();
  }

  /** What the button does. Pressing it again while it works does nothing. */
  async run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    this.#busy(true);
    this.#clearError();
    try {
      const address = await this.#sign();
      this.#progress(say("done"));
      this.#dropFiles();
      this.tools.go(address);
    } catch (error) {
      this.#progress("");
      this.#busy(false);
      this.#show(error instanceof Refusal ? error : Refusal.of("internal"));
    } finally {
      this.#running = false;
      this.#forget();
    }
  }

  async #sign(): Promise<string> {
    const { section } = this.parts;
    const around = { ...this.tools, endpoint: required(section, "endpoint"), progress: (text: string) => this.#progress(text) };
    if (section.dataset["purpose"] === "entry") {
      const challengeUrl = required(section, "challengeUrl");
      await this.#unlock();
      return enter(around, challengeUrl);
    }
    if (this.#unanswered === undefined) {
      const shown = shownFiling(section);
      const idempotencyKey = required(section, "idempotencyKey");
      await this.#unlock();
      this.#unanswered = await signFiling(around, required(section, "documentUrl"), shown, idempotencyKey);
    }
    return this.#present(around, this.#unanswered);
  }

  async #present(around: Surroundings, presentation: Presentation): Promise<string> {
    try {
      return await present(around, presentation);
    } catch (error) {
      if (!(error instanceof Refusal && error.code === "network_unsure")) this.#unanswered = undefined;
      throw error;
    }
  }

  async #unlock(): Promise<void> {
    const { certificate, key, password, section } = this.parts;
    const certificateFile = fileOf(certificate, "certificate");
    const keyFile = fileOf(key, "key");
    if (password.value === "") throw Refusal.of("password_required", "password");
    this.#progress(say("busy_opening"));
    await this.tools.worker.ask({
      kind: "unlock",
      certificate: await bytesOf(certificateFile, "certificate"),
      key: await bytesOf(keyFile, "key"),
      password: password.value,
      at: this.tools.clock(),
      rfc: expectedRfc(section),
    });
  }

  async #inspect(): Promise<void> {
    const { certificate, owner, section } = this.parts;
    this.#choice += 1;
    const choice = this.#choice;
    this.#newInput("certificate");
    hideOwner(owner);
    if (!certificate.files?.length) return;
    try {
      const file = await bytesOf(fileOf(certificate, "certificate"), "certificate");
      const seen = await this.tools.worker.ask({
        kind: "inspect",
        certificate: file,
        at: this.tools.clock(),
        rfc: expectedRfc(section),
      });
      if (choice !== this.#choice) return;
      showOwner(owner, seen.owner);
      if (seen.refusal !== undefined) this.#show(Refusal.of(seen.refusal, "certificate"), false);
    } catch (error) {
      if (choice === this.#choice) this.#show(error instanceof Refusal ? error : Refusal.of("internal"), false);
    }
  }

  /** Another file or password: what was said of the one before no longer holds. */
  #newInput(place: Place): void {
    const input = this.#input(place);
    if (input.getAttribute("aria-invalid") === "true" || place !== "password") this.#clearError();
  }

  /** Empties what is secret, here and in the worker. The choice of files stays, so that a slip costs little. */
  #forget(): void {
    this.parts.password.value = "";
    this.#hidePassword();
    void this.tools.worker.ask({ kind: "forget" }).catch(() => undefined);
  }

  #dropFiles(): void {
    const { certificate, key, owner } = this.parts;
    certificate.value = "";
    key.value = "";
    hideOwner(owner);
  }

  #busy(busy: boolean): void {
    const { section, certificate, key, password, submit } = this.parts;
    section.setAttribute("aria-busy", String(busy));
    submit.disabled = busy;
    for (const input of [certificate, key, password]) input.disabled = busy;
  }

  #progress(sentence: string): void {
    this.parts.status.textContent = sentence;
  }

  #clearError(): void {
    this.parts.error.replaceChildren();
    this.parts.error.hidden = true;
    for (const place of ["certificate", "key", "password"] as const) {
      const input = this.#input(place);
      input.removeAttribute("aria-invalid");
      input.removeAttribute("aria-describedby");
      input.classList.remove("is-invalid");
    }
  }

  #show(refusal: Refusal, focus = true): void {
    const { error } = this.parts;
    this.#clearError();
    error.dataset["code"] = refusal.code;
    error.hidden = false;
    const input = refusal.box === undefined ? undefined : this.#input(refusal.box);
    input?.setAttribute("aria-describedby", error.id);
    error.append(paragraph(refusal, input));
    if (refusal.details.length > 0) error.append(bullets(refusal.details));
    if (RELOAD.has(refusal.code)) error.append(reloadLink());
    if (focus) error.focus();
  }

  #input(place: Place): HTMLInputElement {
    return this.parts[place];
  }
}

function paragraph(refusal: Refusal, input: HTMLInputElement | undefined): HTMLElement {
  const sentence = document.createElement("p");
  if (input === undefined) {
    sentence.textContent = refusal.message;
    return sentence;
  }
  input.setAttribute("aria-invalid", "true");
  input.classList.add("is-invalid");
  const link = document.createElement("a");
  link.href = `#${input.id}`;
  link.dataset["focus"] = input.id;
  link.textContent = refusal.message;
  sentence.append(link);
  return sentence;
}

function reloadLink(): HTMLElement {
  const link = document.createElement("a");
  link.href = location.href.split("#")[0] ?? "";
  link.textContent = say("reload");
  const line = document.createElement("p");
  line.append(link);
  return line;
}

function bullets(sentences: readonly string[]): HTMLElement {
  const list = document.createElement("ul");
  for (const sentence of sentences) {
    const item = document.createElement("li");
    item.textContent = sentence;
    list.append(item);
  }
  return list;
}

function fileOf(input: HTMLInputElement, place: "certificate" | "key"): File {
  const file = input.files?.[0];
  if (file === undefined) throw Refusal.of(`${place}_required`, place);
  return file;
}

async function bytesOf(file: File, place: "certificate" | "key"): Promise<ArrayBuffer> {
  // Asked of the size before a byte is read: the person may have chosen a film.
  if (file.size >= MAX_FILE) throw Refusal.of("file_too_large", place);
  try {
    return await file.arrayBuffer();
  } catch {
    throw Refusal.of(place === "certificate" ? "not_certificate" : "not_key", place);
  }
}
