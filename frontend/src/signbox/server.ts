/** Requests of the sign box: what goes out is public (certificate, signature, hash), and every failure is a Refusal. */
import { Refusal } from "./refusal";

const TIMEOUT = 30_000;
/** The document holds contracts, not workers: far below this. Bytes. */
const MAX_DOCUMENT = 32 * 1024 * 1024;
/** Pauses before each new try of a filing, in milliseconds. */
export const RETRY_PAUSES: readonly number[] = [1_000, 3_000, 8_000];

/** Nothing came back, or the server broke down: whether it took effect is not known. */
export class NoAnswer extends Error {
  constructor(readonly code: "network" | "server_error") {
    super(code);
  }
}

export interface Server {
  readonly csrf: string;
  readonly fetch: typeof fetch;
}

/** POST of JSON; gives the JSON back. Throws Refusal for a refused request and NoAnswer when it may be tried again. */
export async function postJson(server: Server, url: string, body: unknown): Promise<Record<string, unknown>> {
  const response = await send(server, url, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": server.csrf },
    body: JSON.stringify(body),
  });
  const answer = await readObject(response);
  if (!response.ok) throw refusalOf(response, answer);
  if (answer === undefined) throw new NoAnswer("server_error");
  return answer;
}

/** Bytes of a document of this site. */
export async function getBytes(server: Server, url: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await send(server, url, { method: "GET", headers: { Accept: "application/json" }, cache: "no-store" });
  if (!response.ok) throw refusalOf(response, await readObject(response));
  const bytes = new Uint8Array(await whileReading(response.arrayBuffer()));
  if (bytes.length === 0 || bytes.length > MAX_DOCUMENT) throw Refusal.of("document_unreadable");
  return bytes;
}

async function send(server: Server, url: string, init: RequestInit): Promise<Response> {
  const options: RequestInit = {
    ...init,
    credentials: "same-origin",
    redirect: "manual",
    referrerPolicy: "same-origin",
    signal: AbortSignal.timeout(TIMEOUT),
  };
  const response = await whileReading(server.fetch(sameSite(url), options));
  // A page that sends elsewhere is the entry page asking for a new session.
  if (response.type === "opaqueredirect" || response.status === 401) throw Refusal.of("session_lost");
  return response;
}

async function whileReading<T>(promise: Promise<T>): Promise<T> {
  try {
    return await promise;
  } catch {
    throw new NoAnswer("network");
  }
}

function sameSite(url: string): string {
  const target = new URL(url, location.href);
  if (target.origin !== location.origin) throw Refusal.of("bad_redirect");
  return target.href;
}

async function readObject(response: Response): Promise<Record<string, unknown> | undefined> {
  const text = await whileReading(response.text());
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** `{code, message, errors?}` of the server; `errors` is a list of sentences or a map of lists of them. */
function refusalOf(response: Response, answer: Record<string, unknown> | undefined): Refusal | NoAnswer {
  const message = answer?.["message"];
  if (typeof message !== "string") {
    if (response.status >= 500) return new NoAnswer("server_error");
    return Refusal.of("server_error");
  }
  const code = typeof answer?.["code"] === "string" ? answer["code"] : "refused";
  return new Refusal(message, code, undefined, sentences(answer?.["errors"]).slice(0, 50));
}

function sentences(errors: unknown): string[] {
  const list: unknown[] = Array.isArray(errors) ? errors : typeof errors === "object" && errors ? Object.values(errors).flat() : [];
  return list.flatMap((item) => {
    const text: unknown = typeof item === "object" && item !== null ? (item as Record<string, unknown>)["message"] : item;
    return typeof text === "string" ? [text] : [];
  });
}
