// @vitest-environment jsdom
import { beforeEach, describe, expect, test, vi } from "vitest";
import { DetailedError } from "tus-js-client";
// The test runner would take the library's build for Node, which keeps nothing in the browser's storage.
vi.mock("tus-js-client", () => import("../node_modules/tus-js-client/lib.esm/browser/index.js" as string));
import { UploadForm, answerOf } from "../src/uploads/form";

const KEY = "tus::icsoe|cuenta-7|/cargas/tus/|A26S0000001|2026-2|lista.csv|9|1::123";

function form(): HTMLFormElement {
  document.body.innerHTML = `
    <form data-upload data-upload-endpoint="/cargas/tus/" data-upload-next="/cargas/tus/{id}/llegada/"
        data-upload-owner="cuenta-7" data-upload-most="1000">
      <input type="hidden" name="csrfmiddlewaretoken" value="x">
      <input type="hidden" name="folio" value="A26S0000001"><input type="hidden" name="periodo" value="2026-2">
      <div data-dropzone><input type="file" name="file" accept=".csv"></div>
      <p data-upload-status></p><p data-upload-error hidden></p>
      <progress hidden></progress>
      <button type="submit">Cargar archivo</button><button type="button" data-upload-cancel hidden>Cancelar</button>
    </form>`;
  return document.querySelector("form")!;
}

function send(chosen: File[]): string {
  const made = form();
  const input = made.querySelector<HTMLInputElement>('input[type="file"]')!;
  Object.defineProperty(input, "files", { value: chosen });
  new UploadForm(made).start();
  made.dispatchEvent(new Event("submit", { cancelable: true }));
  return made.querySelector("[data-upload-error]")!.textContent ?? "";
}

beforeEach(() => localStorage.clear());

describe("before a byte is sent", () => {
  test.each([
    ["nothing chosen", [], "Elija un archivo."],
    ["an empty file", [new File([], "lista.csv")], "está vacío"],
    ["a file over the bound", [new File(["x".repeat(1001)], "lista.csv")], "pesa más de 1 kB"],
  ])("%s is told", (_, chosen, words) => {
    const open = vi.spyOn(XMLHttpRequest.prototype, "open");
    expect(send(chosen)).toContain(words);
    expect(open).not.toHaveBeenCalled();
    open.mockRestore();
  });
});

describe("a file half sent", () => {
  const kept = JSON.stringify({ size: 9, metadata: { filename: "lista.csv" }, creationTime: "2026-09-10", uploadUrl: "/x" });

  test("is told to whoever sent it, for the same contract", async () => {
    localStorage.setItem(KEY, kept);
    const made = form();
    new UploadForm(made).start();
    await vi.waitFor(() => expect(made.textContent).toContain("«lista.csv» se quedó a medio subir"));
  });

  test.each([
    ["another person", KEY.replace("cuenta-7", "cuenta-8")],
    ["another contract", KEY.replace("0000001", "0000002")],
  ])("of %s is not", async (_, key) => {
    localStorage.setItem(key, kept);
    const made = form();
    new UploadForm(made).start();
    await new Promise((done) => setTimeout(done, 20));
    expect(made.querySelector("[data-upload-status]")!.textContent).toBe("");
  });
});

describe("what the server said", () => {
  const refused = (body: string) => Object.assign(new DetailedError("no"), { originalResponse: { getBody: () => body } });

  test("is read from its own answers only", () => {
    expect(answerOf(refused('{"code":"file_empty","message":"Vacío."}'))).toEqual({ code: "file_empty", message: "Vacío." });
    expect(answerOf(refused("<html>"))).toEqual({});
    expect(answerOf(refused("null"))).toEqual({});
    expect(answerOf(new Error("network"))).toEqual({});
  });
});
