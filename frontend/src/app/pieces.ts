/** Small behaviours by attribute, each of which the page can do without. */
import { sayOnPage } from "../messages";
import { announce } from "./announce";

/** Links of an error summary focus the field they speak of, opening what hides it. */
export function watchFocusLinks(): void {
  onClick("a[data-focus]", (link, event) => {
    const id = link.dataset["focus"] || link.getAttribute("href")?.slice(1) || "";
    const field = document.getElementById(id);
    if (field === null) return;
    event.preventDefault();
    for (let around = field.closest("details"); around; around = around.parentElement?.closest("details") ?? null) around.open = true;
    field.scrollIntoView({ block: "center" });
    field.focus({ preventScroll: true });
  });
}

/** A page that comes back with errors starts at their summary. */
export function focusErrorSummary(root: ParentNode): void {
  const summary = root.querySelector<HTMLElement>("[data-error-summary]");
  if (summary === null) return;
  if (!summary.hasAttribute("tabindex")) summary.tabIndex = -1;
  summary.focus();
}

/** `[data-copy="#<id>"]` copies that element's text; any other value is copied as it is. */
export function watchCopies(): void {
  onClick("[data-copy]", (button) => void copy(button));
}

/** Buttons that only a script makes useful come hidden, and are shown here. */
export function showScriptButtons(root: ParentNode): void {
  const useless = "[data-copy][hidden], [data-repeat-add][hidden]";
  for (const button of root.querySelectorAll<HTMLElement>(useless)) button.hidden = false;
}

async function copy(button: HTMLElement): Promise<void> {
  const asked = button.dataset["copy"] ?? "";
  const text = asked.startsWith("#") ? (document.getElementById(asked.slice(1))?.textContent ?? "").trim() : asked;
  try {
    await navigator.clipboard.writeText(text);
    announce(sayOnPage("copied"));
    flash(button, sayOnPage("copied"));
  } catch {
    announce(sayOnPage("copy_failed"), "alert");
  }
}

function flash(button: HTMLElement, text: string): void {
  if (button.dataset["copied"] !== undefined) return;
  const before = Array.from(button.childNodes);
  button.dataset["copied"] = "";
  button.replaceChildren(text);
  setTimeout(() => {
    delete button.dataset["copied"];
    button.replaceChildren(...before);
  }, 2000);
}

/** `select[data-submit-on-change]` sends its form; the form's button stays for those without scripts. */
export function watchAutoSubmit(): void {
  document.addEventListener("change", (event) => {
    if (event.target instanceof HTMLSelectElement && event.target.dataset["submitOnChange"] !== undefined) {
      event.target.form?.requestSubmit();
    }
  });
}

function onClick(selector: string, act: (element: HTMLElement, event: Event) => void): void {
  document.addEventListener("click", (event) => {
    const element = event.target instanceof Element ? event.target.closest<HTMLElement>(selector) : null;
    if (element !== null) act(element, event);
  });
}
