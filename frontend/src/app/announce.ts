/** One sentence for everybody: seen at the top of the page and read aloud. */

/** Says `sentence` in the page's live region, made on first use. `alert` interrupts, `status` waits. */
export function announce(sentence: string, role: "alert" | "status" = "status"): void {
  const region = document.querySelector<HTMLElement>(`[data-announce="${role}"]`) ?? makeRegion(role);
  region.textContent = sentence;
  region.hidden = false;
}

function makeRegion(role: "alert" | "status"): HTMLElement {
  const region = document.createElement("div");
  region.dataset["announce"] = role;
  region.setAttribute("role", role);
  region.className = role === "alert" ? "alert alert-danger" : "visually-hidden";
  const main = document.querySelector("main") ?? document.body;
  main.prepend(region);
  return region;
}
