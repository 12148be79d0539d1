// @vitest-environment jsdom
import { createHash, webcrypto } from "node:crypto";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { SignBox } from "../../src/signbox/box";
import { serverClock } from "../../src/signbox/clock";
import type { Parts } from "../../src/signbox/parts";
import { printable } from "../mint/der";
import { NUMBER, PASSWORD, RFC, SUBJECT, mintCertificate, mintKey, rsa } from "../mint/efirma";
import { DOCUMENT, ENTRY, FILING, choose, drawBox, inlineClient } from "./markup";

type Reply = Response | Error | (() => Response | Promise<Response>);

interface Page {
  parts: Parts;
  sent: { url: string; method: string; body: Record<string, unknown> | undefined; headers: Record<string, string> }[];
  went: string[];
  box: SignBox;
}

const json = (value: unknown, status = 200) => new Response(JSON.stringify(value), { status });

beforeEach(() => {
  vi.stubGlobal("crypto", webcrypto);
});

/** A page with its box, and a server that answers in order. */
function open(data: Readonly<Record<string, string>>, replies: Reply[] = []): Page {
  const parts = drawBox(data);
  const page: Page = { parts, sent: [], went: [], box: undefined as unknown as SignBox };
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const body = typeof init.body === "string" ? (JSON.parse(init.body) as Record<string, unknown>) : undefined;
    page.sent.push({ url: new URL(url).pathname, method: init.method ?? "GET", body, headers: init.headers as Record<string, string> });
    const reply = replies.shift();
    if (reply === undefined) throw new Error("a request nobody expected");
    if (reply instanceof Error) throw reply;
    return typeof reply === "function" ? reply() : reply;
  };
  page.box = new SignBox(parts, {
    worker: inlineClient(),
    server: { csrf: "csrf-token", fetch: fetch as typeof globalThis.fetch },
    clock: serverClock(parts.section.dataset["now"]!),
    go: (address) => page.went.push(new URL(address).pathname),
    pause: () => Promise.resolve(),
  });
  page.box.start();
  return page;
}

async function fill({ parts }: Page, certificate = mintCertificate(), key = mintKey(), password = PASSWORD): Promise<void> {
  choose(parts.certificate, certificate, "mi.cer");
  choose(parts.key, key, "mi.key");
  parts.password.value = password;
  await vi.waitFor(() => expect(parts.owner.hidden && parts.error.hidden).toBe(false));
}

const code = ({ parts }: Page) => (parts.error.hidden ? "" : parts.error.dataset["code"]);
const challenge = () => ({ nonce: "0f".repeat(16), expires: "2026-05-10T12:02:00Z", host: location.host });

describe("before anything is sent", () => {
  test("the owner is shown as soon as the certificate is chosen", async () => {
    const page = open(FILING);
    choose(page.parts.certificate, mintCertificate(), "mi.cer");
    await vi.waitFor(() => expect(page.parts.owner.hidden).toBe(false));
    const shown = page.parts.owner.textContent;
    for (const text of ["COMERCIALIZADORA INVENTADA", RFC, "IEPR800101ZZ9", NUMBER, "31 de diciembre de 2026"]) expect(shown).toContain(text);
    expect(page.sent).toEqual([]);
  });

  test.each([
    ["a seal certificate", { subject: [...SUBJECT, ["2.5.4.11", printable("CAJA 1")]] as typeof SUBJECT }, "seal_certificate"],
    ["an expired one", { notAfter: "260501000000Z" }, "expired"],
    ["one not yet valid", { notBefore: "260601000000Z" }, "not_yet_valid"],
    ["another RFC's", { subject: [["2.5.4.45", printable("OTR010101AB1")]] as typeof SUBJECT }, "other_rfc"],
  ])("%s is refused on choosing it, and again on pressing", async (_, options, expected) => {
    const page = open(FILING);
    await fill(page, mintCertificate(options));
    await vi.waitFor(() => expect(code(page)).toBe(expected));
    expect(page.parts.certificate.getAttribute("aria-invalid")).toBe("true");
    await page.box.run();
    expect(code(page)).toBe(expected);
    expect(document.activeElement).toBe(page.parts.error);
    expect(page.sent).toEqual([]);
  });

  test.each([
    ["wrong password", mintCertificate(), mintKey(), "otra", "wrong_password", "signbox-password"],
    ["another certificate's key", mintCertificate(), mintKey({ pair: rsa("other") }), PASSWORD, "key_mismatch", "signbox-key"],
    ["boxes swapped", mintKey(), mintCertificate(), PASSWORD, "key_in_certificate_box", "signbox-cer"],
    ["no password", mintCertificate(), mintKey(), "", "password_required", "signbox-password"],
    ["a film for a key", mintCertificate(), new Uint8Array(20_000), PASSWORD, "file_too_large", "signbox-key"],
  ])("%s", async (_, certificate, key, password, expected, field) => {
    const page = open(FILING);
    await fill(page, certificate, key, password);
    await page.box.run();
    expect(code(page)).toBe(expected);
    expect(page.parts.error.querySelector("a")?.getAttribute("href")).toBe(`#${field}`);
    expect(page.parts.password.value).toBe("");
    expect(page.parts.submit.disabled).toBe(false);
    expect(page.sent).toEqual([]);
  });

  test("empty boxes are told one at a time", async () => {
    const page = open(FILING);
    await page.box.run();
    expect(code(page)).toBe("certificate_required");
    choose(page.parts.certificate, mintCertificate(), "mi.cer");
    await page.box.run();
    expect(code(page)).toBe("key_required");
  });

  test("the server's instant rules, not the computer's clock", async () => {
    vi.useFakeTimers({ now: Date.parse("2035-01-01"), toFake: ["Date"] });
    const page = open(FILING);
    await fill(page);
    expect(code(page)).toBe("");
    vi.useRealTimers();
    let elapsed = 5;
    const clock = serverClock("2026-05-10T12:00:00Z", () => elapsed);
    elapsed += 61_000;
    expect(new Date(clock()).toISOString()).toBe("2026-05-10T12:01:01.000Z");
  });
});

describe("entering", () => {
  test("a challenge is signed for this very host", async () => {
    const page = open(ENTRY, [json(challenge()), json({ redirect: "/panel/" })]);
    await fill(page);
    await page.box.run();
    expect(page.went).toEqual(["/panel/"]);
    expect(page.sent.map(({ url, method }) => `${method} ${url}`)).toEqual(["POST /entrar/reto/", "POST /entrar/firma/"]);
    expect(page.sent[1]!.headers["X-CSRFToken"]).toBe("csrf-token");
    expect(Object.keys(page.sent[1]!.body!).sort()).toEqual(["certificate", "nonce", "signature"]);
    expect(page.parts.password.value).toBe("");
  });

  test.each([
    ["another host", { host: "otro.example" }, "host_mismatch"],
    ["a short nonce", { nonce: "0f" }, "challenge_invalid"],
    ["no expiry", { expires: "mañana" }, "challenge_invalid"],
    ["one already expired", { expires: "2026-05-10T11:59:59Z" }, "challenge_invalid"],
    ["one that lasts a day", { expires: "2026-05-11T12:00:00Z" }, "challenge_invalid"],
  ])("%s is not signed", async (_, change, expected) => {
    const page = open(ENTRY, [json({ ...challenge(), ...change })]);
    await fill(page);
    await page.box.run();
    expect(code(page)).toBe(expected);
    expect(page.sent).toHaveLength(1);
  });

  test("what the server refuses is said in its words, as text", async () => {
    const refusal = { code: "revoked", message: "Su e.firma fue <b>revocada</b>.", errors: { certificate: ["Pida otra al SAT."] } };
    const page = open(ENTRY, [json(challenge()), json(refusal, 422)]);
    await fill(page);
    await page.box.run();
    expect(code(page)).toBe("revoked");
    expect(page.parts.error.textContent).toBe("Su e.firma fue <b>revocada</b>.Pida otra al SAT.");
    expect(page.parts.error.querySelector("b")).toBeNull();
  });

  test.each([
    ["no connection", new TypeError("Failed to fetch"), "network"],
    ["a broken server", new Response("<h1>500</h1>", { status: 500 }), "server_error"],
    ["a lost session", new Response("", { status: 401 }), "session_lost"],
    ["a page elsewhere", json({ redirect: "https://otro.example/" }), "bad_redirect"],
  ])("%s", async (_, reply, expected) => {
    const page = open(ENTRY, [json(challenge()), reply]);
    await fill(page);
    await page.box.run();
    expect(code(page)).toBe(expected);
    expect(page.went).toEqual([]);
  });
});

describe("when only the page loaded anew helps", () => {
  const stale = () => json({ code: "page_stale", message: "La página llevaba mucho tiempo abierta." }, 403);

  test.each([
    ["a session that ended", () => new Response("", { status: 401 })],
    ["a page left open", stale],
    ["a document that is no longer there", () => json({ code: "not_found", message: "Ya no está." }, 404)],
  ])("after %s a link does it", async (_, reply) => {
    const page = open(FILING, [reply()]);
    await fill(page);
    await page.box.run();
    const link = page.parts.error.querySelector("a")!;
    expect([link.textContent, link.href]).toEqual(["Recargar la página", location.href]);
  });

  test("no link is offered where trying again does", async () => {
    const page = open(FILING, [new TypeError("Failed to fetch")]);
    await fill(page);
    await page.box.run();
    expect(page.parts.error.querySelector("a")).toBeNull();
  });
});

describe("presenting", () => {
  const documentReply = (change: object = {}) => () => json({ ...DOCUMENT, ...change });

  test("the document is hashed here, and only public values go out", async () => {
    const page = open(FILING, [documentReply(), json({ redirect: "/acuses/N261000001/" })]);
    await fill(page);
    await page.box.run();
    expect(page.went).toEqual(["/acuses/N261000001/"]);
    const body = page.sent[1]!.body!;
    expect(body["document_sha256"]).toBe(createHash("sha256").update(JSON.stringify(DOCUMENT)).digest("hex"));
    expect(body["idempotency_key"]).toBe("0b9d7f3e");
    expect(Object.keys(body).sort()).toEqual(["certificate", "document_sha256", "idempotency_key", "signature"]);
  });

  test.each([
    ["RFC", { provider: { rfc: "OTR010101AB1" } }],
    ["year", { year: 2025 }],
    ["period", { number: 2 }],
    ["type", { type: "correccion" }],
    ["what it replaces", { replaces: { folio: "N261000001", sha256: "00" } }],
    ["contracts", { contracts: [{ workers: 11 }] }],
    ["workers", { contracts: [{ workers: 5 }, { workers: 7 }] }],
  ])("a document that says another %s than the page is not signed", async (_, change) => {
    const page = open(FILING, [documentReply(change)]);
    await fill(page);
    await page.box.run();
    expect(code(page)).toBe("document_mismatch");
    expect(page.sent).toHaveLength(1);
  });

  test.each([
    ["no JSON", () => new Response("<html>")],
    ["another version", documentReply({ version: "2.0" })],
    ["no contracts", documentReply({ contracts: null })],
    ["workers in words", documentReply({ contracts: [{ workers: "once" }, { workers: 0 }] })],
  ])("a document with %s is not signed", async (_, reply) => {
    const page = open(FILING, [reply]);
    await fill(page);
    await page.box.run();
    expect(code(page)).toBe("document_unreadable");
  });

  test("a document that adds the days of movements is signed like any other", async () => {
    const page = open(FILING, [documentReply({ version: "1.1" }), json({ redirect: "/acuses/AC261000001/" })]);
    await fill(page);
    await page.box.run();
    expect(page.went).toEqual(["/acuses/AC261000001/"]);
  });

  test("a lost answer is asked for again with the same key", async () => {
    const cut = new TypeError("Failed to fetch");
    const page = open(FILING, [documentReply(), cut, new Response("", { status: 502 }), json({ redirect: "/acuses/N261000001/" })]);
    await fill(page);
    await page.box.run();
    expect(page.went).toEqual(["/acuses/N261000001/"]);
    const [, first, ...again] = page.sent;
    expect(again).toHaveLength(2);
    for (const each of again) expect(each.body).toEqual(first!.body);
  });

  test("with no answer at all, pressing again sends the very same, with no new password", async () => {
    const cuts = [1, 2, 3, 4].map(() => new TypeError("Failed to fetch"));
    const page = open(FILING, [documentReply(), ...cuts, json({ redirect: "/acuses/N261000001/" })]);
    await fill(page);
    await page.box.run();
    expect(code(page)).toBe("network_unsure");
    expect(page.parts.error.textContent).toContain("no se presentará dos veces");
    await page.box.run();
    expect(page.went).toEqual(["/acuses/N261000001/"]);
    expect(new Set(page.sent.slice(1).map(({ body }) => JSON.stringify(body))).size).toBe(1);
  });

  test("a double click presents once", async () => {
    const page = open(FILING, [documentReply(), json({ redirect: "/acuses/N261000001/" })]);
    await fill(page);
    page.parts.submit.click();
    expect(page.parts.submit.disabled).toBe(true);
    await Promise.all([page.box.run(), page.box.run()]);
    await vi.waitFor(() => expect(page.went).toHaveLength(1));
    expect(page.sent).toHaveLength(2);
  });
});

describe("nothing of the key or the password leaves", () => {
  test("not in a request, a name, a form, a storage or a log", async () => {
    const logs = (["log", "info", "warn", "error", "debug"] as const).map((level) => vi.spyOn(console, level));
    const stored = vi.spyOn(Storage.prototype, "setItem");
    const key = mintKey();
    const page = open(FILING, [json(DOCUMENT), json({ redirect: "/acuses/" })]);
    await fill(page, mintCertificate(), key);
    await page.box.run();
    const out = JSON.stringify(page.sent);
    expect(out).not.toContain(PASSWORD);
    for (const form of [Buffer.from(key).toString("hex"), Buffer.from(key).toString("base64")]) {
      for (let at = 0; at + 32 <= form.length; at += 8) expect(out.includes(form.slice(at, at + 32))).toBe(false);
    }
    for (const input of [page.parts.certificate, page.parts.key, page.parts.password]) {
      expect([input.name, input.form]).toEqual(["", null]);
    }
    for (const spy of [stored, ...logs]) expect(spy).not.toHaveBeenCalled();
  });

  test("leaving the page empties the box", async () => {
    const page = open(FILING);
    await fill(page);
    window.dispatchEvent(new Event("pagehide"));
    expect(page.parts.password.value).toBe("");
    expect(page.parts.owner.hidden).toBe(true);
  });

  test("what is typed can be seen, and is hidden again after pressing", async () => {
    const page = open(FILING);
    const reveal = document.querySelector<HTMLButtonElement>(".signbox-reveal")!;
    reveal.click();
    expect([page.parts.password.type, reveal.textContent]).toEqual(["text", "Ocultar lo escrito"]);
    await page.box.run();
    expect([page.parts.password.type, reveal.textContent]).toEqual(["password", "Mostrar lo escrito"]);
  });
});
