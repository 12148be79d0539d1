/** A place to drop one file into a file input: `[data-dropzone]` around it, its own picker still there. */
import { sayOnPage } from "./messages";

export interface Zone {
  readonly area: HTMLElement;
  readonly input: HTMLInputElement;
  /** Called once a file stands in the input, dropped or picked. */
  readonly chosen: (file: File) => void;
  /** Called with a sentence when what was dropped will not do. */
  readonly refused: (sentence: string) => void;
}

export function acceptDrops({ area, input, chosen, refused }: Zone): void {
  area.classList.add("dropzone");
  area.addEventListener("dragover", (event) => {
    event.preventDefault();
    area.classList.add("is-dropping");
  });
  area.addEventListener("dragleave", () => area.classList.remove("is-dropping"));
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    area.classList.remove("is-dropping");
    const files = event.dataTransfer?.files;
    const file = files?.[0];
    if (files === undefined || file === undefined || input.disabled) return;
    if (files.length > 1) return refused(sayOnPage("drop_one"));
    if (!accepts(input.accept, file.name)) return refused(sayOnPage("drop_kind", { kinds: input.accept }));
    input.files = files;
    chosen(file);
  });
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    if (file !== undefined) chosen(file);
  });
}

/** Whether a name ends as the input's `accept` asks. Kinds other than endings (`text/csv`) are left to the server. */
export function accepts(accept: string, name: string): boolean {
  const kinds = accept.split(",").map((kind) => kind.trim().toLowerCase());
  const endings = kinds.filter((kind) => kind.startsWith("."));
  return endings.length === 0 || endings.some((ending) => name.toLowerCase().endsWith(ending));
}
