/** The token Django asks of every request that changes something. */

/** The token the page was served with (its cookie is out of reach of scripts); empty on a page without one. */
export function csrfToken(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
}
