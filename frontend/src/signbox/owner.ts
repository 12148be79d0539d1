/** Shows whose certificate was chosen, before anything is sent. */
import { pageLanguage } from "../language";
import { say, type MessageCode } from "../messages";
import type { Owner } from "../signing/protocol";

/** Fills `panel` with the certificate's owner. Text only: a certificate may carry any letters. */
export function showOwner(panel: HTMLElement, owner: Owner): void {
  const list = document.createElement("dl");
  list.className = "signbox-owner";
  const rows: [MessageCode, string | undefined][] = [
    ["owner_name", owner.name],
    ["owner_rfc", owner.rfc],
    ["owner_representative", owner.representativeRfc],
    ["owner_number", owner.number],
    ["owner_since", dateInWords(owner.notBefore)],
    ["owner_until", dateInWords(owner.notAfter)],
  ];
  for (const [label, value] of rows) {
    if (value) list.append(element("dt", say(label)), element("dd", value));
  }
  const title = element("p", say("owner_title"));
  title.className = "signbox-owner-title";
  panel.replaceChildren(title, list);
  panel.hidden = false;
}

export function hideOwner(panel: HTMLElement): void {
  panel.replaceChildren();
  panel.hidden = true;
}

/** A day as a person says it, in the central zone that governs. */
export function dateInWords(milliseconds: number): string {
  const locale = pageLanguage() === "en" ? "en" : "es-MX";
  const format = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "America/Mexico_City" });
  return format.format(milliseconds);
}

function element(tag: string, text: string): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}
