/** Language of the page, as the server wrote it in `<html lang>`. */
export type Language = "es" | "en";

export type Sentence = Readonly<Record<Language, string>>;

export function pageLanguage(): Language {
  return document.documentElement.lang.toLowerCase().startsWith("en") ? "en" : "es";
}
