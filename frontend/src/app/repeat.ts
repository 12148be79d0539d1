/**
 * Repeated rows of a Django formset:
 * `[data-repeat="<prefix>"]` holds `[data-repeat-rows]`, a `<template>` with `__prefix__`, and `[data-repeat-add]`;
 * each `[data-repeat-row]` may hold `[data-repeat-remove]` and Django's `-DELETE` tick.
 */
import { sayOnPage } from "../messages";
import { announce } from "./announce";

const FIELDS = "input:not([type=hidden]), select, textarea";

/** Listens to the add and remove buttons of the whole page, present and future. */
export function watchRepeats(): void {
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const block = event.target.closest<HTMLElement>("[data-repeat]");
    if (block === null) return;
    if (event.target.closest("[data-repeat-add]")) {
      addRow(block)?.querySelector<HTMLElement>(FIELDS)?.focus();
      announce(sayOnPage("row_added"));
    }
    const row = event.target.closest<HTMLElement>("[data-repeat-row]");
    if (row !== null && event.target.closest("[data-repeat-remove]")) {
      removeRow(block, row);
      block.querySelector<HTMLElement>("[data-repeat-add]")?.focus();
      announce(sayOnPage("row_removed"));
    }
  });
}

/** Adds rows until the formset has `count`. */
export function ensureRows(root: ParentNode, prefix: string, count: number): void {
  const blocks = Array.from(root.querySelectorAll<HTMLElement>("[data-repeat]"));
  const block = blocks.find((each) => each.dataset["repeat"] === prefix);
  while (block !== undefined && total(block) < count && addRow(block) !== undefined);
}

function addRow(block: HTMLElement): HTMLElement | undefined {
  const template = block.querySelector("template");
  const rows = block.querySelector("[data-repeat-rows]");
  const index = total(block);
  if (template === null || rows === null || index >= limit(block)) return undefined;
  const made = template.content.cloneNode(true) as DocumentFragment;
  for (const element of made.querySelectorAll("*")) renumber(element, /__prefix__/g, String(index));
  const row = made.firstElementChild as HTMLElement | null;
  rows.append(made);
  setTotal(block, index + 1);
  changed(block);
  return row ?? undefined;
}

function removeRow(block: HTMLElement, row: HTMLElement): void {
  const tick = row.querySelector<HTMLInputElement>('input[name$="-DELETE"]');
  if (tick !== null) {
    if (tick.type === "checkbox") tick.checked = true;
    else tick.value = "on";
    row.hidden = true;
  } else {
    row.remove();
    const prefix = block.dataset["repeat"] ?? "";
    const pattern = new RegExp(`(${escapePattern(prefix)}-)\\d+(?=-)`, "g");
    const rest = block.querySelectorAll("[data-repeat-rows] > [data-repeat-row]");
    rest.forEach((each, index) => {
      for (const element of [each, ...each.querySelectorAll("*")]) renumber(element, pattern, `$1${index}`);
    });
    setTotal(block, rest.length);
  }
  changed(block);
}

function renumber(element: Element, pattern: RegExp, replacement: string): void {
  for (const attribute of Array.from(element.attributes)) {
    const value = attribute.value.replace(pattern, replacement);
    if (value !== attribute.value) element.setAttribute(attribute.name, value);
  }
}

function changed(block: HTMLElement): void {
  block.dispatchEvent(new Event("change", { bubbles: true }));
}

function managed(block: HTMLElement, name: string): HTMLInputElement | undefined {
  const found = document.getElementsByName(`${block.dataset["repeat"] ?? ""}-${name}`)[0];
  return found instanceof HTMLInputElement ? found : undefined;
}

function total(block: HTMLElement): number {
  return Number(managed(block, "TOTAL_FORMS")?.value ?? 0);
}

function setTotal(block: HTMLElement, count: number): void {
  const field = managed(block, "TOTAL_FORMS");
  if (field !== undefined) field.value = String(count);
}

function limit(block: HTMLElement): number {
  return Number(managed(block, "MAX_NUM_FORMS")?.value || 1000);
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
