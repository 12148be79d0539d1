/** Forms that are sent once: `form[data-once]`. */
import { sayOnPage } from "../messages";

const sending = new WeakSet<HTMLFormElement>();
const labels = new WeakMap<HTMLButtonElement, ChildNode[]>();

/** Listens to every form of the page, present and future. */
export function watchSending(): void {
  document.addEventListener("submit", (event) => {
    if (event.target instanceof HTMLFormElement) sendOnce(event.target, event);
  }, true);
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.target instanceof HTMLFormElement) release(event.target);
  });
  // Coming back with the back button finds the form as it was left: let it be used again.
  window.addEventListener("pageshow", () => document.querySelectorAll<HTMLFormElement>("form[data-once]").forEach(release));
}

function sendOnce(form: HTMLFormElement, event: Event): void {
  if (form.dataset["once"] === undefined) return;
  if (sending.has(form)) {
    event.preventDefault();
    event.stopPropagation();
    return;
  }
  sending.add(form);
  // Later: a disabled button would not send its own name and value.
  setTimeout(() => (event.defaultPrevented && !isHtmx(form) ? release(form) : hold(form)));
}

function hold(form: HTMLFormElement): void {
  for (const button of submitters(form)) {
    labels.set(button, Array.from(button.childNodes));
    button.replaceChildren(form.dataset["once"] || sayOnPage("saving"));
    button.disabled = true;
  }
}

function release(form: HTMLFormElement): void {
  if (!sending.delete(form)) return;
  for (const button of submitters(form)) {
    const label = labels.get(button);
    if (label === undefined) continue;
    button.replaceChildren(...label);
    button.disabled = false;
    labels.delete(button);
  }
}

/** Buttons that send the form, inside it or tied to it by their `form` attribute. */
function submitters(form: HTMLFormElement): HTMLButtonElement[] {
  return Array.from(form.elements).filter(
    (element): element is HTMLButtonElement => element instanceof HTMLButtonElement && element.type === "submit",
  );
}

function isHtmx(form: HTMLFormElement): boolean {
  return ["post", "put", "patch", "delete", "get"].some((verb) => form.matches(`[hx-${verb}], [data-hx-${verb}]`));
}
