/** On every page. Nothing here is needed to use the portal; everything makes it kinder. */
import { forgetOnExit, forgetSaved, keepDrafts } from "./app/drafts";
import { focusErrorSummary, showScriptButtons, watchAutoSubmit, watchCopies, watchFocusLinks } from "./app/pieces";
import { watchRepeats } from "./app/repeat";
import { configureHtmx, watchRequests } from "./app/requests";
import { watchSending } from "./app/sending";
import { watchTimeLimits } from "./app/limits";
import { watchPasskeys } from "./app/passkeys";
import { watchSession } from "./app/session";

configureHtmx();
watchRequests();
watchSending();
watchFocusLinks();
watchCopies();
watchRepeats();
watchAutoSubmit();
watchPasskeys();
forgetOnExit();

document.documentElement.classList.add("js");

function ready(): void {
  forgetSaved();
  keepDrafts(document);
  showScriptButtons(document);
  focusErrorSummary(document);
  watchSession();
  watchTimeLimits();
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready);
else ready();

document.addEventListener("htmx:load", (event) => {
  if (event.target instanceof HTMLElement && event.target !== document.body) {
    const around = event.target.parentElement ?? event.target;
    forgetSaved();
    keepDrafts(around);
    showScriptButtons(around);
    focusErrorSummary(event.target);
  }
});
