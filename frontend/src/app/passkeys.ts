/**
 * Passkeys: `[data-passkey="create"|"get"]` with `data-passkey-url`, a `[data-passkey-go]` button and a
 * `[data-passkey-error]`. The address answers an empty POST with the options, and the credential with where to go.
 */
import { csrfToken } from "../csrf";
import { sayOnPage } from "../messages";
import { readAnswer } from "./failures";

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
    const { publicKey } = (await post(url, {})) as { publicKey: never };
    const credential = (await (box.dataset["passkey"] === "create"
      ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) })
      : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) }))) as PublicKeyCredential;
    const name = box.querySelector<HTMLInputElement>("[data-passkey-name]")?.value;
    await post(url, { ...credential.toJSON(), ...(name ? { name } : {}) });
  } catch (error) {
    if (error instanceof Elsewhere) return location.assign(error.url);
    say(box, error instanceof Refused ? error.message : sayOnPage("passkey_failed"));
    button.disabled = false;
  }
}

/** The server names another page: the one that follows, or the one that asks for a password first. */
class Elsewhere extends Error {
  constructor(readonly url: string) {
    super(url);
  }
}

/** The server said why not. */
class Refused extends Error {}

async function post(url: string, given: object): Promise<unknown> {
  const answer = await fetch(url, {
    method: "POST",
    credentials: "same-origin",
    headers: { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": csrfToken() },
    body: JSON.stringify(given),
  });
  const body = await answer.text();
  const { message, redirect } = readAnswer(body);
  if (redirect) throw new Elsewhere(redirect);
  if (answer.ok) return JSON.parse(body);
  throw message ? new Refused(message) : new Error(String(answer.status));
}

function say(box: HTMLElement, sentence: string): void {
  const error = box.querySelector<HTMLElement>("[data-passkey-error]");
  if (error === null) return;
  error.textContent = sentence;
  error.hidden = false;
}
