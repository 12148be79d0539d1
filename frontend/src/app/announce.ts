/** One sentence for everybody: seen at the top of the page, however far down the person is, and read aloud. */

export interface Action {
  readonly label: string;
  readonly act: () => void;
}

/** Says `sentence` in the page's live region, made on first use. `alert` interrupts and is seen, `status` is only heard. */
export function announce(sentence: string, role: "alert" | "status" = "status", action?: Action): void {
  const region = find(role) ?? makeRegion(role);
  region.replaceChildren(paragraph(sentence), ...(action ? [button(action)] : []));
  region.hidden = false;
}

/** Takes the alert away: what it said no longer holds. */
export function hush(): void {
  const region = find("alert");
  if (region === null) return;
  region.replaceChildren();
  region.hidden = true;
}

/** Whether the alert stands with this very sentence. */
export function stands(sentence: string): boolean {
  const region = find("alert");
  return region !== null && !region.hidden && region.querySelector("p")?.textContent === sentence;
}

function find(role: "alert" | "status"): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-announce="${role}"]`);
}

function makeRegion(role: "alert" | "status"): HTMLElement {
  const region = document.createElement("div");
  region.dataset["announce"] = role;
  region.setAttribute("role", role);
  region.className = role === "alert" ? "alert alert-error page-note" : "visually-hidden";
  const main = document.querySelector("main .container") ?? document.querySelector("main") ?? document.body;
  main.prepend(region);
  return region;
}

function paragraph(sentence: string): HTMLElement {
  const made = document.createElement("p");
  made.textContent = sentence;
  return made;
}

function button({ label, act }: Action): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-secondary";
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}
