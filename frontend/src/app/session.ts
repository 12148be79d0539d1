/**
 * Says, five minutes before, that the session is about to end, and keeps it when the person is still there.
 *
 * The body of a signed-in page says `data-session-idle` (seconds without use), `data-session-left` (seconds to its
 * end whatever is done), `data-session-warning` (seconds before it is said) and `data-session-keep` (an address
 * that takes a POST). Any answered request, in any tab, is use.
 */
import { csrfToken } from "../csrf";
import { sayOnPage } from "../messages";
import { hush } from "./announce";
import { tellFailure } from "./failures";

const CHECK_MS = 5_000;
const CHANNEL = "icsoe-session";

interface Clock {
  /** Milliseconds of `Date.now()`: a computer that slept wakes up to the truth. */
  idleEnds: number;
  readonly lastEnds: number;
  readonly idle: number;
  readonly warning: number;
  readonly keep: string;
}

/** Begins watching the session of this page; a page without one is left alone. */
export function watchSession(): void {
  const clock = readClock(document.body);
  if (clock === undefined) return;
  const others = typeof BroadcastChannel === "undefined" ? undefined : new BroadcastChannel(CHANNEL);
  const used = (): void => {
    clock.idleEnds = Date.now() + clock.idle;
    tell(clock, used);
  };
  others?.addEventListener("message", used);
  others?.postMessage("used");
  document.addEventListener("htmx:afterOnLoad", () => {
    used();
    others?.postMessage("used");
  });
  document.addEventListener("session:kept", () => others?.postMessage("used"));
  setInterval(() => tell(clock, used), CHECK_MS);
}

function readClock(body: HTMLElement): Clock | undefined {
  const { sessionIdle, sessionLeft, sessionWarning, sessionKeep } = body.dataset;
  if (!sessionIdle || !sessionLeft || !sessionWarning || !sessionKeep) return undefined;
  const now = Date.now();
  return {
    idleEnds: now + Number(sessionIdle) * 1000,
    lastEnds: now + Number(sessionLeft) * 1000,
    idle: Number(sessionIdle) * 1000,
    warning: Number(sessionWarning) * 1000,
    keep: sessionKeep,
  };
}

function tell(clock: Clock, used: () => void): void {
  const left = Math.min(clock.idleEnds, clock.lastEnds) - Date.now();
  if (left > clock.warning) hide();
  else if (left <= 0) show(sayOnPage("session_ended"), sayOnPage("session_enter"), () => location.reload());
  else if (clock.lastEnds <= clock.idleEnds) show(sayOnPage("session_ending_for_good", { minutes: minutes(left) }));
  else show(sayOnPage("session_ending", { minutes: minutes(left) }), sayOnPage("session_keep"), () => void keep(clock, used));
}

async function keep(clock: Clock, used: () => void): Promise<void> {
  const answer = await fetch(clock.keep, {
    method: "POST",
    credentials: "same-origin",
    headers: { Accept: "application/json", "X-CSRFToken": csrfToken() },
  }).catch(() => undefined);
  if (answer?.ok) {
    hush();
    used();
    document.dispatchEvent(new Event("session:kept"));
  } else if (answer?.status === 401) {
    clock.idleEnds = 0;
    tell(clock, used);
  } else {
    // Nothing is known of the session: the note stays, with its button.
    tellFailure({ status: answer?.status ?? 0, body: (await answer?.text()) ?? "" });
  }
}

function minutes(left: number): string {
  const count = Math.ceil(left / 60_000);
  return count <= 1 ? sayOnPage("session_minute") : sayOnPage("session_minutes", { count: String(count) });
}

function show(sentence: string, action = "", act: () => void = () => undefined): void {
  const note = document.querySelector<HTMLElement>("[data-session-note]") ?? make();
  const words = note.querySelector("p");
  if (words === null || words.textContent === sentence) return; // said once: a reader is not told every second
  words.textContent = sentence;
  note.querySelector("button")?.remove();
  if (action) note.append(button(action, act));
}

function make(): HTMLElement {
  const made = document.createElement("div");
  made.className = "alert alert-warning page-note";
  made.dataset["sessionNote"] = "";
  made.setAttribute("role", "alert");
  made.append(document.createElement("p"));
  (document.querySelector("main .container") ?? document.querySelector("main") ?? document.body).prepend(made);
  return made;
}

function button(label: string, act: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-secondary";
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}

function hide(): void {
  document.querySelector("[data-session-note]")?.remove();
}
