/** Values a person typed in a form, read and written by name. Passwords, files and hidden marks are never among them. */

export type Typed = Record<string, string[]>;

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const NEVER = new Set(["password", "file", "submit", "button", "reset", "image", "hidden"]);
const FORMSET_TOTAL = /^(.+)-TOTAL_FORMS$/;

/** Fields whose values may be kept. */
export function draftFields(form: HTMLFormElement): Field[] {
  return Array.from(form.elements).filter((element): element is Field => {
    if (!(element instanceof HTMLInputElement || element instanceof HTMLSelectElement || element instanceof HTMLTextAreaElement)) return false;
    if (!element.name || element.closest("[data-draft-skip]")) return false;
    // A password shown in clear is of type text, but still says what it is.
    if (element.getAttribute("autocomplete")?.includes("password")) return false;
    return !NEVER.has(element.type) || FORMSET_TOTAL.test(element.name);
  });
}

export function readTyped(form: HTMLFormElement): Typed {
  const typed: Typed = {};
  for (const field of draftFields(form)) {
    const values = (typed[field.name] ??= []);
    if (field instanceof HTMLSelectElement) values.push(...Array.from(field.selectedOptions, (option) => option.value));
    else if (!isTick(field) || field.checked) values.push(field.value);
  }
  return typed;
}

/** Writes values back, but for the counts of repeated rows, which follow from the rows. */
export function writeTyped(form: HTMLFormElement, typed: Typed): void {
  const left = new Map(Object.entries(typed).map(([name, values]) => [name, [...values]]));
  for (const field of draftFields(form)) {
    const values = left.get(field.name);
    if (values === undefined || FORMSET_TOTAL.test(field.name)) continue;
    if (field instanceof HTMLSelectElement) for (const option of field.options) option.selected = values.includes(option.value);
    else if (isTick(field)) field.checked = values.includes(field.value);
    else field.value = values.shift() ?? "";
  }
}

/** Rows each formset had, by prefix. */
export function rowCounts(typed: Typed): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [name, values] of Object.entries(typed)) {
    const prefix = FORMSET_TOTAL.exec(name)?.[1];
    if (prefix !== undefined) counts.set(prefix, Number(values[0] ?? 0));
  }
  return counts;
}

export function sameTyped(one: Typed, other: Typed): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => JSON.stringify(one[name] ?? []) === JSON.stringify(other[name] ?? []));
}

function isTick(field: Field): field is HTMLInputElement {
  return field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio");
}
