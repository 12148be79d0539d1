/** Small comforts of the box: dropping both files at once, seeing what is typed, a word about Caps Lock. */
import { say } from "../messages";
import type { Parts } from "./parts";

/** Adds them, and gives back what hides the typed password again. */
export function addNiceties(parts: Parts): () => void {
  acceptDrops(parts);
  const { button, hide } = revealButton(parts.password);
  const tools = document.createElement("div");
  tools.className = "signbox-password-tools";
  tools.append(button, capsHint(parts.password));
  parts.password.after(tools);
  return hide;
}

function acceptDrops({ section, certificate, key }: Parts): void {
  section.addEventListener("dragover", (event) => {
    event.preventDefault();
    section.classList.add("is-dropping");
  });
  section.addEventListener("dragleave", () => section.classList.remove("is-dropping"));
  section.addEventListener("drop", (event) => {
    event.preventDefault();
    section.classList.remove("is-dropping");
    for (const file of event.dataTransfer?.files ?? []) {
      const name = file.name.toLowerCase();
      if (name.endsWith(".cer")) put(certificate, file);
      else if (name.endsWith(".key")) put(key, file);
    }
  });
}

function put(input: HTMLInputElement, file: File): void {
  if (input.disabled) return;
  const transfer = new DataTransfer();
  transfer.items.add(file);
  input.files = transfer.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

function revealButton(password: HTMLInputElement): { button: HTMLButtonElement; hide: () => void } {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "signbox-reveal btn btn-link";
  button.setAttribute("aria-controls", password.id);
  const show = (visible: boolean): void => {
    password.type = visible ? "text" : "password";
    button.setAttribute("aria-pressed", String(visible));
    button.textContent = say(visible ? "password_hide" : "password_show");
  };
  show(false);
  button.addEventListener("click", () => show(password.type === "password"));
  return { button, hide: () => show(false) };
}

function capsHint(password: HTMLInputElement): HTMLElement {
  const hint = document.createElement("span");
  hint.className = "signbox-caps form-text";
  hint.setAttribute("role", "status");
  const listen = (event: KeyboardEvent): void => {
    const on = event.getModifierState?.("CapsLock") ?? false;
    const text = on ? say("caps_lock") : "";
    if (hint.textContent !== text) hint.textContent = text;
  };
  password.addEventListener("keydown", listen);
  password.addEventListener("keyup", listen);
  password.addEventListener("blur", () => (hint.textContent = ""));
  return hint;
}
