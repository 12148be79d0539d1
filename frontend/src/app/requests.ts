/** htmx under a strict security policy, with the CSRF header and words when the server refuses or does not answer. */
import htmx from "htmx.org";
import { csrfToken } from "../csrf";
import { hush } from "./announce";
import { tellFailure } from "./failures";

/** Milliseconds without an answer after which the person is told, and may try again. */
const PATIENCE = 30_000;

interface Asked {
  readonly xhr: XMLHttpRequest;
  readonly requestConfig: { readonly verb: string };
}

/** Must run before the document is ready: htmx would otherwise write a style element of its own. */
export function configureHtmx(): void {
  Object.assign(htmx.config, {
    allowEval: false,
    allowScriptTags: false,
    includeIndicatorStyles: false,
    selfRequestsOnly: true,
    timeout: PATIENCE,
    // Pages hold personal data: none is kept in the browser's storage, going back asks the server again.
    historyCacheSize: 0,
    refreshOnHistoryMiss: true,
    responseHandling: [
      { code: "204", swap: false },
      { code: "[23]..", swap: true },
      { code: "(409|422)", swap: true },
      { code: "[45]..", swap: false, error: true },
    ],
  });
}

/** Adds the CSRF header to every request of htmx, and speaks when one fails. */
export function watchRequests(): void {
  document.addEventListener("htmx:configRequest", (event) => {
    const { headers } = (event as CustomEvent<{ headers: Record<string, string> }>).detail;
    const token = csrfToken();
    if (token) headers["X-CSRFToken"] = token;
  });
  // A session that ended answers with where to enter (`HX-Redirect`), which htmx follows by itself.
  for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) document.addEventListener(name, tell);
  document.addEventListener("htmx:beforeSend", (event) => order.set(asked(event).xhr, (begun += 1)));
  document.addEventListener("htmx:afterSwap", (event) => {
    // What was on its way already when the failure was told does not unsay it.
    if ((order.get(asked(event).xhr) ?? 0) > toldAt) hush();
  });
}

/** In which order requests began, and how many had when a failure was last told. */
const order = new WeakMap<XMLHttpRequest, number>();
let begun = 0;
let toldAt = 0;

function asked(event: Event): Asked {
  return (event as CustomEvent<Asked>).detail;
}

function tell(event: Event): void {
  const { xhr, requestConfig } = asked(event);
  toldAt = begun;
  tellFailure({ status: xhr.status, body: xhr.responseText, byItself: requestConfig.verb === "get" });
}
