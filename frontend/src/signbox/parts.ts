/** The server-rendered markup of a sign box, found and read. */
import type { Shown } from "./document";

export interface Parts {
  readonly section: HTMLElement;
  readonly certificate: HTMLInputElement;
  readonly key: HTMLInputElement;
  readonly password: HTMLInputElement;
  readonly submit: HTMLButtonElement;
  readonly owner: HTMLElement;
  readonly error: HTMLElement;
  readonly status: HTMLElement;
}

/** Finds the parts; throws when the page's markup is not what frontend/README.md says. */
export function findParts(section: HTMLElement): Parts {
  return {
    section,
    certificate: one(section, "#signbox-cer", HTMLInputElement),
    key: one(section, "#signbox-key", HTMLInputElement),
    password: one(section, "#signbox-password", HTMLInputElement),
    submit: one(section, "[data-signbox-submit]", HTMLButtonElement),
    owner: one(section, "[data-signbox-owner]", HTMLElement),
    error: one(section, "[data-signbox-error]", HTMLElement),
    status: one(section, "[data-signbox-status]", HTMLElement),
  };
}

function one<T extends HTMLElement>(root: HTMLElement, selector: string, kind: new () => T): T {
  const found = root.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`sign box lacks ${selector}`);
  return found;
}

/** A value the server must have written. */
export function required(section: HTMLElement, name: string): string {
  const value = section.dataset[name];
  if (!value) throw new Error(`sign box lacks data-${name}`);
  return value;
}

/** RFC the certificate must carry: the session's, else the filing's; undefined when nobody has entered. */
export function expectedRfc(section: HTMLElement): string | undefined {
  return section.dataset["sessionRfc"] || section.dataset["rfc"] || undefined;
}

/** What the page shows of the filing. */
export function shownFiling(section: HTMLElement): Shown {
  return {
    rfc: required(section, "rfc"),
    period: required(section, "period"),
    type: required(section, "type"),
    replaces: section.dataset["replaces"] ?? "",
    contracts: countOf(section, "contracts"),
    workers: countOf(section, "workers"),
  };
}

function countOf(section: HTMLElement, name: string): number {
  const text = required(section, name);
  if (!/^\d{1,9}$/.test(text)) throw new Error(`data-${name} is not a count`);
  return Number(text);
}
