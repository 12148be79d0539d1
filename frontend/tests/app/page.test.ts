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
      timeout: 30_000,
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

});

describe("a request of the page that fails", () => {
  const alert = () => document.querySelector<HTMLElement>('main [role="alert"]');
  const fail = (name: string, status = 0, responseText = "", verb = "post") =>
    document.dispatchEvent(new CustomEvent(name, { detail: { xhr: { status, responseText }, requestConfig: { verb } } }));
  const STALE = JSON.stringify({ code: "page_stale", message: "La página llevaba mucho tiempo abierta." });

  beforeEach(() => {
    document.body.innerHTML = "<main></main>";
  });

  test.each([
    ["no answer", "htmx:sendError", 0, "", "El servidor no responde", false],
    ["an answer that never comes", "htmx:timeout", 0, "", "El servidor no responde", false],
    ["a broken server", "htmx:responseError", 500, "<h1>500</h1>", "El servidor no pudo atender la solicitud", false],
    ["a broken server that says so", "htmx:responseError", 500, '{"message": "Algo falló. Clave: 7"}', "Clave: 7", false],
    ["too many requests", "htmx:responseError", 429, '{"message": "Espere un minuto."}', "Espere un minuto", false],
    ["a page left open", "htmx:responseError", 403, STALE, "llevaba mucho tiempo abierta", true],
    ["something that is no longer there", "htmx:responseError", 404, '{"message": "Ya no está."}', "Ya no está", true],
  ])("by %s is told in its words, with a way on", (_, name, status, body, words, isOfThePage) => {
    fail(name, status, body);
    expect(alert()?.textContent).toContain(words);
    expect(alert()!.querySelector("button")?.textContent).toBe(isOfThePage ? "Recargar la página" : undefined);
  });

  test("is forgotten once the page gets what it asked for", () => {
    const [earlier, later] = [{}, {}];
    const happens = (name: string, xhr: object) => document.dispatchEvent(new CustomEvent(name, { detail: { xhr } }));
    happens("htmx:beforeSend", earlier);
    fail("htmx:sendError");
    happens("htmx:afterSwap", earlier);
    expect(alert()!.hidden).toBe(false);
    happens("htmx:beforeSend", later);
    happens("htmx:afterSwap", later);
    expect(alert()!.hidden).toBe(true);
  });

  test("is told once when the page asks by itself, and again whenever the person asks", () => {
    fail("htmx:sendError", 0, "", "get");
    const told = alert()!.firstChild;
    fail("htmx:sendError", 0, "", "get");
    expect(alert()!.firstChild).toBe(told);
    fail("htmx:sendError");
    expect(alert()!.firstChild).not.toBe(told);
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
});
