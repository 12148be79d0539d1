/**
 * Passkeys: `[data-passkey="create"|"get"]` with `data-passkey-url`, a `[data-passkey-go]` button and a
 * `[data-passkey-error]`. The address answers an empty POST with the options, and the credential with where to go.
 */
import { csrfToken } from "../csrf";
import { sayOnPage } from "../messages";

/** Begins watching the buttons of passkeys. */
export function watchPasskeys(): void {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLButtonElement>("[data-passkey-go]") : null;
    const box = button?.closest<HTMLElement>("[data-passkey]");
    if (button && box) void use(button, box);
  });
}

async function use(button: HTMLButtonElement, box: HTMLElement): Promise<void> {
  const url = box.dataset["passkeyUrl"] ?? "";
  if (typeof PublicKeyCredential === "undefined" || !("parseCreationOptionsFromJSON" in PublicKeyCredential)) {
    say(box, sayOnPage("passkey_unsupported"));
    return;
  }
  button.disabled = true;
  try {
    const offer = (await post(url, {})) as { publicKey: never } | { redirect: string };
    if ("redirect" in offer) {
      location.assign(offer.redirect); // the password is asked first
      return;
    }
    const { publicKey } = offer;
    const credential = (await (box.dataset["passkey"] === "create"
      ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) })
      : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) }))) as PublicKeyCredential;
    const name = box.querySelector<HTMLInputElement>("[data-passkey-name]")?.value;
    const { redirect } = (await post(url, { ...credential.toJSON(), ...(name ? { name } : {}) })) as { redirect: string };
    location.assign(redirect);
  } catch {
    say(box, sayOnPage("passkey_failed"));
    button.disabled = false;
  }
}

async function post(url: string, body: object): Promise<unknown> {
  const answer = await fetch(url, {
    method: "POST",
    credentials: "same-origin",
    headers: { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": csrfToken() },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

function say(box: HTMLElement, sentence: string): void {
  const error = box.querySelector<HTMLElement>("[data-passkey-error]");
  if (error === null) return;
  error.textContent = sentence;
  error.hidden = false;
}
