/** The token Django asks of every request that changes something. */

/** The token of `<meta name="csrf-token">`, else of Django's cookie. */
export function csrfToken(): string {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content;
  return meta || (/(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "");
}
