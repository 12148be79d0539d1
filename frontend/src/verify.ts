/** Receipt verification: dropping or picking the PDF or JSON sends it at once. Without scripts the form has its button. */
import { acceptDrops } from "./dropzone";

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-verify]")) {
  const input = form.querySelector<HTMLInputElement>('input[type="file"]');
  const note = form.querySelector<HTMLElement>("[data-verify-note]");
  if (input === null) continue;
  acceptDrops({
    area: form.querySelector<HTMLElement>("[data-dropzone]") ?? form,
    input,
    chosen: () => form.requestSubmit(),
    refused: (sentence) => {
      if (note === null) return;
      note.textContent = sentence;
      note.hidden = false;
    },
  });
}
