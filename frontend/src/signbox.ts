/** Entry of pages that hold a sign box. */
import { csrfToken } from "./csrf";
import { say } from "./messages";
import { SignBox } from "./signbox/box";
import { serverClock } from "./signbox/clock";
import { findParts, required } from "./signbox/parts";
import { WorkerClient } from "./signbox/worker-client";

for (const section of document.querySelectorAll<HTMLElement>("[data-signbox]")) enhance(section);

function enhance(section: HTMLElement): void {
  const parts = findParts(section);
  if (!window.isSecureContext || !window.Worker || !window.crypto?.subtle) {
    parts.error.textContent = say("browser_unsupported");
    parts.error.hidden = false;
    parts.submit.disabled = true;
    return;
  }
  const box = new SignBox(parts, {
    worker: new WorkerClient(new Worker(required(section, "worker"))),
    server: { csrf: section.dataset["csrf"] || csrfToken(), fetch: window.fetch.bind(window) },
    clock: serverClock(required(section, "now")),
    go: (address) => location.assign(address),
    pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  });
  box.start();
  section.dataset["signboxReady"] = "true";
}
