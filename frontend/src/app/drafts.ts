/**
 * Drafts of `form[data-draft="<form>"]`: what is typed is kept in this tab's session storage, under the form
 * and the person (`data-draft-owner`), so it survives a lost session but no other person or tab ever sees it.
 *
 * A draft goes away when the server says it saved (an element `[data-draft-saved="<form>"]`), or when, after
 * sending, a page of the same person comes without the form.
 */
import { sayOnPage } from "../messages";
import { readTyped, rowCounts, sameTyped, writeTyped, type Typed } from "./fields";
import { ensureRows } from "./repeat";

interface Draft {
  readonly typed: Typed;
  /** The form was sent after the last change. */
  readonly sent: boolean;
}

const PREFIX = "icsoe-draft:";

/** Begins keeping drafts in the forms of `root`. Run it again on parts that arrive later. */
export function keepDrafts(root: ParentNode): void {
  for (const form of root.querySelectorAll<HTMLFormElement>("form[data-draft]")) keepDraft(form);
}

/** Forgets drafts the server saved, and those sent whose form no longer stands. Run on every page and part that arrives, before `keepDrafts`. */
export function forgetSaved(): void {
  const owner = document.querySelector<HTMLElement>("[data-draft-owner]")?.dataset["draftOwner"];
  if (!owner) return;
  const standing = new Set(Array.from(document.querySelectorAll<HTMLFormElement>("form[data-draft]"), keyOf));
  for (const key of keysOf(owner)) {
    if (readDraft(key)?.sent && !standing.has(key)) sessionStorage.removeItem(key);
  }
  for (const mark of document.querySelectorAll<HTMLElement>("[data-draft-saved]")) {
    sessionStorage.removeItem(keyFor(owner, mark.dataset["draftSaved"] ?? ""));
    // Once: what is typed after it is another draft.
    delete mark.dataset["draftSaved"];
  }
}

/** Empties every draft of this tab when the person leaves through `form[data-draft-forget]`. */
export function forgetOnExit(): void {
  document.addEventListener("submit", (event) => {
    if (!(event.target instanceof HTMLFormElement) || event.target.dataset["draftForget"] === undefined) return;
    for (const key of keysOf("")) sessionStorage.removeItem(key);
  });
}

function keepDraft(form: HTMLFormElement): void {
  const key = keyOf(form);
  if (key === undefined || form.dataset["draftKept"] !== undefined) return;
  form.dataset["draftKept"] = "";
  restore(form, key);
  const keep = (sent: boolean): void => writeDraft(key, { typed: readTyped(form), sent });
  form.addEventListener("input", () => keep(false));
  form.addEventListener("change", () => keep(false));
  form.addEventListener("submit", () => keep(true));
  // A session that ended, or no answer: the server has nothing of it, and the row it stood in may come back closed.
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.target === form && !isAnswer((event as CustomEvent<{ xhr: XMLHttpRequest }>).detail.xhr.status)) keep(false);
  });
}

/** Whether the server took what was sent, or said why not beside the fields. */
function isAnswer(status: number): boolean {
  return (status >= 200 && status < 400) || status === 409 || status === 422;
}

function restore(form: HTMLFormElement, key: string): void {
  const draft = readDraft(key);
  // A form that came back with its errors already holds what was typed.
  if (draft === undefined || form.querySelector('[aria-invalid="true"]') !== null) return;
  if (sameTyped(draft.typed, readTyped(form))) {
    sessionStorage.removeItem(key);
    return;
  }
  for (const [prefix, count] of rowCounts(draft.typed)) ensureRows(form, prefix, count);
  writeTyped(form, draft.typed);
  form.prepend(note(key));
}

function note(key: string): HTMLElement {
  const made = document.createElement("div");
  made.className = "alert alert-info draft-note";
  made.setAttribute("role", "status");
  const sentence = document.createElement("p");
  sentence.textContent = sayOnPage("draft_restored");
  const discard = document.createElement("button");
  discard.type = "button";
  discard.className = "btn btn-link";
  discard.textContent = sayOnPage("draft_discard");
  discard.addEventListener("click", () => {
    sessionStorage.removeItem(key);
    location.reload();
  });
  made.append(sentence, discard);
  return made;
}

function keyOf(form: HTMLFormElement): string | undefined {
  const owner = form.closest<HTMLElement>("[data-draft-owner]")?.dataset["draftOwner"];
  const name = form.dataset["draft"];
  return owner && name ? keyFor(owner, name) : undefined;
}

function keyFor(owner: string, name: string): string {
  return `${PREFIX}${encodeURIComponent(owner)}:${name}`;
}

function keysOf(owner: string): string[] {
  const start = owner ? keyFor(owner, "") : PREFIX;
  return Object.keys(sessionStorage).filter((key) => key.startsWith(start));
}

function readDraft(key: string): Draft | undefined {
  try {
    const draft = JSON.parse(sessionStorage.getItem(key) ?? "null") as Draft | null;
    return draft ?? undefined;
  } catch {
    return undefined;
  }
}

function writeDraft(key: string, draft: Draft): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // Storage is full or forbidden: the form still works, only without a draft.
  }
}
