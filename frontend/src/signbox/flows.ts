/** The two uses of the box, from an opened key to the address of the next page. */
import { say } from "../messages";
import type { Clock } from "./clock";
import { checkDocument, sha256Hex, type Shown } from "./document";
import { Refusal } from "./refusal";
import { NoAnswer, RETRY_PAUSES, getBytes, postJson, type Server } from "./server";
import type { WorkerClient } from "./worker-client";

/** What a flow needs from the page. */
export interface Surroundings {
  readonly worker: Pick<WorkerClient, "ask">;
  readonly server: Server;
  readonly clock: Clock;
  readonly endpoint: string;
  readonly progress: (sentence: string) => void;
  readonly pause: (milliseconds: number) => Promise<void>;
}

/** A challenge may not outlive this, whatever the server says. Milliseconds. */
const LONGEST_CHALLENGE = 10 * 60 * 1000;

/** Asks for a challenge, signs it and enters. Gives the address of the next page. */
export async function enter(around: Surroundings, challengeUrl: string): Promise<string> {
  around.progress(say("busy_challenge"));
  const challenge = await once(() => postJson(around.server, challengeUrl, {}));
  const { nonce, expires } = readChallenge(challenge, around.clock());
  around.progress(say("busy_signing"));
  const { certificate, signature } = await around.worker.ask({
    kind: "sign",
    fields: { purpose: "entry", nonce, expires },
  });
  around.progress(say("busy_sending"));
  const answer = await once(() => postJson(around.server, around.endpoint, { certificate, nonce, signature }));
  return nextPage(answer);
}

/** What is sent to present: all of it public, so it may wait in memory to be sent again. */
export interface Presentation {
  readonly certificate: string;
  readonly signature: string;
  readonly document_sha256: string;
  readonly idempotency_key: string;
}

/** Fetches the document, checks that it says what the page shows, and signs it. */
export async function signFiling(
  around: Surroundings,
  documentUrl: string,
  shown: Shown,
  idempotencyKey: string,
): Promise<Presentation> {
  around.progress(say("busy_document"));
  const bytes = await once(() => getBytes(around.server, documentUrl));
  checkDocument(bytes, shown);
  const documentSha256 = await sha256Hex(bytes);
  around.progress(say("busy_signing"));
  const { certificate, signature } = await around.worker.ask({
    kind: "sign",
    fields: { purpose: "filing", ...shown, documentSha256 },
  });
  return { certificate, signature, document_sha256: documentSha256, idempotency_key: idempotencyKey };
}

/** Sends a presentation, with the same key each time. Throws Refusal `network_unsure` when no answer ever came. */
export async function present(around: Surroundings, presentation: Presentation): Promise<string> {
  around.progress(say("busy_sending"));
  for (const [at, wait] of [...RETRY_PAUSES, undefined].entries()) {
    try {
      return nextPage(await postJson(around.server, around.endpoint, presentation));
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      if (wait === undefined) break;
      around.progress(say("busy_retrying", { attempt: at + 1, total: RETRY_PAUSES.length }));
      await around.pause(wait);
    }
  }
  throw Refusal.of("network_unsure");
}

async function once<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof NoAnswer) throw Refusal.of(error.code);
    throw error;
  }
}

function readChallenge(answer: Record<string, unknown>, now: number): { nonce: string; expires: string } {
  const { nonce, expires, host } = answer;
  if (host !== location.host) throw Refusal.of("host_mismatch");
  if (typeof nonce !== "string" || !/^[0-9a-f]{32}$/.test(nonce)) throw Refusal.of("challenge_invalid");
  if (typeof expires !== "string" || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(expires)) throw Refusal.of("challenge_invalid");
  const remaining = Date.parse(expires) - now;
  if (!(remaining > 0 && remaining <= LONGEST_CHALLENGE)) throw Refusal.of("challenge_invalid");
  return { nonce, expires };
}

function nextPage(answer: Record<string, unknown>): string {
  const { redirect } = answer;
  if (typeof redirect !== "string") throw Refusal.of("server_error");
  const target = new URL(redirect, location.href);
  if (target.origin !== location.origin) throw Refusal.of("bad_redirect");
  return target.href;
}
