// @vitest-environment jsdom
import { beforeEach, describe, expect, test } from "vitest";
import { forgetOnExit, forgetSaved, keepDrafts } from "../../src/app/drafts";

const FORM = `<form data-draft="contrato-nuevo" data-guard>
  <input type="hidden" name="csrfmiddlewaretoken" value="t">
  <input name="objeto" value=""><input type="password" name="clave"><input type="text" name="clave2" autocomplete="current-password">
  <select name="tipo"><option value="a" selected>A</option><option value="b">B</option></select>
  <input type="checkbox" name="si" value="1"><textarea name="nota"></textarea>
  <span data-draft-skip><input name="efimero"></span>
</form>`;
const FORMSET = `<form data-draft="servicios"><input type="hidden" name="s-TOTAL_FORMS" value="1">
  <div data-repeat="s"><div data-repeat-rows><p data-repeat-row><input name="s-0-folio"></p></div>
  <template><p data-repeat-row><input name="s-__prefix__-folio"></p></template></div></form>`;

/** A page as it comes from the server, for one person. */
function page(owner: string | undefined, content: string): void {
  document.body.innerHTML = content;
  if (owner === undefined) delete document.body.dataset["draftOwner"];
  else document.body.dataset["draftOwner"] = owner;
  forgetSaved();
  keepDrafts(document);
}

function type(name: string, value: string): void {
  const field = document.querySelector<HTMLInputElement>(`[name="${name}"]`)!;
  if (field.type === "checkbox") field.checked = value !== "";
  else field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

const value = (name: string) => document.querySelector<HTMLInputElement>(`[name="${name}"]`)!.value;
const note = () => document.querySelector(".draft-note");
const submit = () => document.querySelector("form")!.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));

beforeEach(() => sessionStorage.clear());

describe("what was typed is not lost", () => {
  test("it comes back after a lost session, and the page says so", () => {
    page("persona-1", FORM);
    type("objeto", "Limpieza");
    type("tipo", "b");
    type("si", "1");
    submit();
    page(undefined, "<h1>Entrar</h1>");
    page("persona-1", FORM);
    expect([value("objeto"), value("tipo")]).toEqual(["Limpieza", "b"]);
    expect(document.querySelector<HTMLInputElement>('[name="si"]')!.checked).toBe(true);
    expect(note()?.textContent).toContain("Recuperamos lo que había escrito");
  });

  test.each([
    [401, "Limpieza"],
    [0, "Limpieza"],
    [503, "Limpieza"],
    [200, ""],
    [409, ""],
  ])("a part sent in vain (%i) is still there when its row is opened again", (status, kept) => {
    page("persona-1", FORM);
    type("objeto", "Limpieza");
    submit();
    const detail = { xhr: { status } };
    document.querySelector("form")!.dispatchEvent(new CustomEvent("htmx:afterRequest", { bubbles: true, detail }));
    page(undefined, "<h1>Entrar</h1>");
    page("persona-1", "<p>La lista, con la fila cerrada.</p>");
    page("persona-1", FORM);
    expect(value("objeto")).toBe(kept);
  });

  test("repeated rows come back with their number", () => {
    page("persona-1", FORMSET);
    document.querySelector("[data-repeat-rows]")!.insertAdjacentHTML("beforeend", '<p data-repeat-row><input name="s-1-folio"></p>');
    document.querySelector<HTMLInputElement>('[name="s-TOTAL_FORMS"]')!.value = "2";
    type("s-1-folio", "88");
    page("persona-1", FORMSET);
    expect([value("s-TOTAL_FORMS"), value("s-1-folio")]).toEqual(["2", "88"]);
  });

  test("another person on the same machine sees nothing", () => {
    page("persona-1", FORM);
    type("objeto", "Limpieza");
    page("persona-2", FORM);
    expect([value("objeto"), note()]).toEqual(["", null]);
  });

  test("passwords, tokens and fields marked so are never kept", () => {
    page("persona-1", FORM);
    for (const name of ["clave", "clave2", "efimero", "objeto"]) type(name, `secreto-${name}`);
    const kept = JSON.stringify({ ...sessionStorage });
    expect(kept).toContain("secreto-objeto");
    for (const gone of ["secreto-clave", "secreto-efimero", "csrfmiddlewaretoken"]) expect(kept).not.toContain(gone);
    expect(localStorage).toHaveLength(0);
  });
});

describe("a draft that is no longer needed goes away", () => {
  test("when the server says it saved", () => {
    page("persona-1", FORM);
    type("objeto", "Limpieza");
    submit();
    page("persona-1", `<p data-draft-saved="contrato-nuevo">Guardado</p>${FORM}`);
    expect([value("objeto"), note()]).toEqual(["", null]);
  });

  test("when after sending comes another page of the same person", () => {
    page("persona-1", FORM);
    type("objeto", "Limpieza");
    submit();
    page("persona-1", "<h1>Contratos</h1>");
    expect(sessionStorage).toHaveLength(0);
  });

  test("but not when the person only looks at another page", () => {
    page("persona-1", FORM);
    type("objeto", "Limpieza");
    page("persona-1", "<h1>Contratos</h1>");
    page("persona-1", FORM);
    expect(value("objeto")).toBe("Limpieza");
  });

  test("when the form already holds the same", () => {
    page("persona-1", FORM);
    type("objeto", "Limpieza");
    page("persona-1", FORM.replace('name="objeto" value=""', 'name="objeto" value="Limpieza"'));
    expect(note()).toBeNull();
    expect(sessionStorage).toHaveLength(0);
  });

  test("a form that comes back with errors keeps the server's values", () => {
    page("persona-1", FORM);
    type("objeto", "Limpieza");
    submit();
    page("persona-1", FORM.replace('name="objeto" value=""', 'name="objeto" value="LIMPIEZA" aria-invalid="true"'));
    expect([value("objeto"), note()]).toEqual(["LIMPIEZA", null]);
  });

  test("all of them on leaving", () => {
    forgetOnExit();
    page("persona-1", `${FORM}<form id="exit" data-draft-forget></form>`);
    type("objeto", "Limpieza");
    document.getElementById("exit")!.dispatchEvent(new Event("submit", { bubbles: true }));
    expect(sessionStorage).toHaveLength(0);
  });
});
