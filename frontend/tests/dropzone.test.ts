// @vitest-environment jsdom
import { describe, expect, test } from "vitest";
import { acceptDrops, accepts } from "../src/dropzone";
import { sizeInWords } from "../src/uploads/form";

function dropOn(area: HTMLElement, files: File[]): void {
  const event = new Event("drop", { bubbles: true, cancelable: true });
  Object.defineProperty(event, "dataTransfer", { value: { files } });
  area.dispatchEvent(event);
}

describe("dropping a file", () => {
  function zone() {
    document.body.innerHTML = '<form><input type="file" accept=".pdf,.json"></form>';
    const told: string[] = [];
    const area = document.querySelector("form")!;
    const input = document.querySelector("input")!;
    Object.defineProperty(input, "files", { writable: true, value: null });
    acceptDrops({ area, input, chosen: (file) => told.push(file.name), refused: (sentence) => told.push(sentence) });
    return { area, told };
  }

  test("one of the asked kind is taken, whatever its capitals", () => {
    const { area, told } = zone();
    dropOn(area, [new File(["x"], "ACUSE.PDF")]);
    expect(told).toEqual(["ACUSE.PDF"]);
  });

  test("another kind, or several, are refused in words", () => {
    const { area, told } = zone();
    dropOn(area, [new File(["x"], "acuse.exe")]);
    dropOn(area, [new File(["x"], "a.pdf"), new File(["x"], "b.pdf")]);
    expect(told).toEqual(["Ese tipo de archivo no se acepta aquí: .pdf,.json.", "Suelte un solo archivo."]);
  });

  test("kinds by ending only; others are the server's to judge", () => {
    expect(accepts("", "x.exe")).toBe(true);
    expect(accepts("text/csv", "x.exe")).toBe(true);
    expect(accepts(".csv, .xlsx", "Nómina.XLSX")).toBe(true);
    expect(accepts(".csv, .xlsx", "csv")).toBe(false);
  });
});

test("sizes read as a person says them", () => {
  expect([sizeInWords(1500), sizeInWords(15_300_000)]).toEqual(["1.5 kB", "15.3 MB"]);
});
