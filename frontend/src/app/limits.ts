/**
 * A page that says until when something is in time says so no longer once that instant has passed.
 *
 * `[data-time-limit="<instant>"][data-now="<the server's instant>"]` holds `[data-before-limit]`, taken away at the
 * limit, and `[data-after-limit]`, shown then. Both instants are the server's: the computer's clock may be wrong.
 */
const CHECK_MS = 250;

export function watchTimeLimits(): void {
  for (const region of document.querySelectorAll<HTMLElement>("[data-time-limit]")) watch(region);
}

function watch(region: HTMLElement): void {
  const left = Date.parse(region.dataset["timeLimit"] ?? "") - Date.parse(region.dataset["now"] ?? "");
  if (Number.isNaN(left)) return;
  // `Date.now()` goes on while the computer sleeps: it wakes up to the truth.
  const ends = Date.now() + left;
  const timer = setInterval(() => {
    if (Date.now() < ends) return;
    clearInterval(timer);
    region.querySelector("[data-before-limit]")?.remove();
    const after = region.querySelector<HTMLElement>("[data-after-limit]");
    if (after !== null) after.hidden = false;
  }, CHECK_MS);
}
