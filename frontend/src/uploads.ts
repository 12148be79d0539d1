/** Uploads that resume: `form[data-upload]`, which without scripts posts the file as any form does. */
import { UploadForm } from "./uploads/form";

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-upload]")) new UploadForm(form).start();
