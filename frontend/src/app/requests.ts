/** htmx under a strict security policy, with the CSRF header and words when the server does not answer. */
import htmx from "htmx.org";
import { sayOnPage } from "../messages";
import { csrfToken } from "../csrf";
import { announce } from "./announce";

/** Must run before the document is ready: htmx would otherwise write a style element of its own. */
export function configureHtmx(): void {
  Object.assign(htmx.config, {
    allowEval: false,
    allowScriptTags: false,
    includeIndicatorStyles: false,
    selfRequestsOnly: true,
    // Pages hold personal data: none is kept in the browser's storage, going back asks the server again.
    historyCacheSize: 0,
    refreshOnHistoryMiss: true,
    responseHandling: [
      { code: "204", swap: false },
      { code: "[23]..", swap: true },
      { code: "(400|409|422)", swap: true },
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
  document.addEventListener("htmx:sendError", () => announce(sayOnPage("request_failed"), "alert"));
  document.addEventListener("htmx:timeout", () => announce(sayOnPage("request_failed"), "alert"));
  document.addEventListener("htmx:responseError", (event) => {
    const { xhr } = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail;
    // The session ended: loading the page again leads to the entry page, and back here with the draft.
    if (xhr.status === 401) location.reload();
    else announce(sayOnPage("request_failed"), "alert");
  });
}
