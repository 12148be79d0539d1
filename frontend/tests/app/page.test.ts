// @vitest-environment jsdom
import { beforeEach, describe, expect, test, vi } from "vitest";

// A deferred script runs while the document is still loading, so this page is too.
const state = vi.spyOn(document, "readyState", "get").mockReturnValue("loading");
// jsdom asks for an argument that the standard lets out.
const { evaluate } = XPathExpression.prototype;
XPathExpression.prototype.evaluate = function (node, type = 0, result = null) {
  return evaluate.call(this, node, type, result);
};
await import("../../src/app");
const { default: htmx } = await import("htmx.org");
state.mockRestore();
document.dispatchEvent(new Event("DOMContentLoaded"));

const click = (selector: string) => document.querySelector<HTMLElement>(selector)!.click();

beforeEach(() => {
  document.body.innerHTML = "";
});

describe("htmx under a strict policy", () => {
  test("evaluates nothing, writes no styles, keeps no pages, stays on this site", () => {
    expect(htmx.config).toMatchObject({
      allowEval: false,
      allowScriptTags: false,
      includeIndicatorStyles: false,
      selfRequestsOnly: true,
      historyCacheSize: 0,
    });
    expect(document.querySelector("style")).toBeNull();
  });

  test("every request carries the CSRF token", () => {
    document.head.innerHTML = '<meta name="csrf-token" content="token-1">';
    const headers: Record<string, string> = {};
    document.dispatchEvent(new CustomEvent("htmx:configRequest", { detail: { headers } }));
    expect(headers).toEqual({ "X-CSRFToken": "token-1" });
  });

  test("a request that gets no answer is told", () => {
    document.body.innerHTML = "<main></main>";
    document.dispatchEvent(new CustomEvent("htmx:sendError"));
    expect(document.querySelector('main [role="alert"]')?.textContent).toContain("No se pudo completar");
  });
});

describe("forms", () => {
  const submit = (form: HTMLFormElement) => form.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));

  test("are sent once, and the button says it is saving", async () => {
    document.body.innerHTML = '<form data-once><button><b>✓</b> Guardar</button></form>';
    const form = document.querySelector("form")!;
    const button = document.querySelector("button")!;
    expect(submit(form)).toBe(true);
    expect(submit(form)).toBe(false);
    await vi.waitFor(() => expect([button.disabled, button.textContent]).toEqual([true, "Guardando…"]));
    window.dispatchEvent(new Event("pageshow"));
    expect([button.disabled, button.innerHTML]).toEqual([false, "<b>✓</b> Guardar"]);
  });

  test("that another script stopped can be sent again", async () => {
    document.body.innerHTML = "<form data-once><button>Guardar</button></form>";
    const form = document.querySelector("form")!;
    form.addEventListener("submit", (event) => event.preventDefault(), { once: true });
    submit(form);
    await new Promise((resolve) => setTimeout(resolve));
    expect(document.querySelector("button")!.disabled).toBe(false);
    expect(submit(form)).toBe(true);
  });

  test("guarded ones ask before being left with changes, and not after sending", () => {
    document.body.innerHTML = '<form data-guard><input name="a"></form><form><input name="b"></form>';
    const leaves = () => window.dispatchEvent(new Event("beforeunload", { cancelable: true }));
    document.querySelector('[name="b"]')!.dispatchEvent(new Event("input", { bubbles: true }));
    expect(leaves()).toBe(true);
    document.querySelector('[name="a"]')!.dispatchEvent(new Event("input", { bubbles: true }));
    expect(leaves()).toBe(false);
    submit(document.querySelector("form")!);
    expect(leaves()).toBe(true);
  });
});

describe("repeated rows", () => {
  const block = (rows: string, template = '<p data-repeat-row><label for="id_s-__prefix__-f">Folio</label><input id="id_s-__prefix__-f" name="s-__prefix__-f"><button type="button" data-repeat-remove>Quitar</button></p>') =>
    `<form><input type="hidden" name="s-TOTAL_FORMS" value="${rows.split("data-repeat-row").length - 1}"><input type="hidden" name="s-MAX_NUM_FORMS" value="3">
     <div data-repeat="s"><div data-repeat-rows>${rows}</div><template>${template}</template><button type="button" data-repeat-add>Agregar</button></div></form>`;
  const names = () => Array.from(document.querySelectorAll<HTMLInputElement>("[data-repeat-rows] input"), (input) => input.name);
  const total = () => (document.getElementsByName("s-TOTAL_FORMS")[0] as HTMLInputElement).value;

  test("are added with their number, focused, up to the formset's limit", () => {
    document.body.innerHTML = block("");
    click("[data-repeat-add]");
    expect((document.activeElement as HTMLInputElement).name).toBe("s-0-f");
    for (let time = 0; time < 5; time += 1) click("[data-repeat-add]");
    expect([names(), total()]).toEqual([["s-0-f", "s-1-f", "s-2-f"], "3"]);
    expect(document.querySelector("label")!.htmlFor).toBe("id_s-0-f");
  });

  test("are taken out and the rest numbered anew", () => {
    document.body.innerHTML = block("");
    click("[data-repeat-add]");
    click("[data-repeat-add]");
    document.querySelectorAll<HTMLInputElement>("[data-repeat-rows] input")[1]!.value = "77";
    click("[data-repeat-row] [data-repeat-remove]");
    expect([names(), total()]).toEqual([["s-0-f"], "1"]);
    expect(document.querySelector<HTMLInputElement>("[data-repeat-rows] input")!.value).toBe("77");
    expect(document.activeElement).toBe(document.querySelector("[data-repeat-add]"));
  });

  test("saved ones are ticked for deletion and hidden", () => {
    document.body.innerHTML = block('<p data-repeat-row><input name="s-0-f"><input type="checkbox" name="s-0-DELETE"><button type="button" data-repeat-remove>Quitar</button></p>');
    click("[data-repeat-remove]");
    expect(document.querySelector<HTMLElement>("[data-repeat-row]")!.hidden).toBe(true);
    expect([document.querySelector<HTMLInputElement>('[name="s-0-DELETE"]')!.checked, total()]).toEqual([true, "1"]);
  });
});

describe("small pieces", () => {
  test("a link of the error summary focuses its field, even inside a closed part", () => {
    document.body.innerHTML = '<a href="#rfc" data-focus="rfc">RFC</a><details><input id="rfc"></details>';
    Element.prototype.scrollIntoView = () => undefined;
    click("a");
    expect(document.querySelector("details")!.open).toBe(true);
    expect(document.activeElement?.id).toBe("rfc");
  });

  test("copying says it copied, from the element named or from the value", async () => {
    const writeText = vi.fn<(text: string) => Promise<void>>().mockResolvedValue(undefined);
    vi.stubGlobal("navigator", { clipboard: { writeText } });
    document.body.innerHTML = '<main><code id="c"> ab12 </code><button data-copy="#c">Copiar</button><button data-copy="literal">Copiar</button></main>';
    click('[data-copy="#c"]');
    click('[data-copy="literal"]');
    await vi.waitFor(() => expect(writeText.mock.calls).toEqual([["ab12"], ["literal"]]));
    expect(document.querySelector("button")!.textContent).toBe("Copiado");
    expect(document.querySelector('[role="status"]')!.textContent).toBe("Copiado");
  });

  test("a dialog opens by its button", () => {
    document.body.innerHTML = '<button data-dialog-open="d">Abrir</button><dialog id="d"></dialog>';
    const showModal = vi.fn();
    HTMLDialogElement.prototype.showModal = showModal;
    click("button");
    expect(showModal).toHaveBeenCalledOnce();
  });
});
