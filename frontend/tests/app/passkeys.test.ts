// @vitest-environment jsdom
import { beforeEach, expect, test, vi } from "vitest";
import { watchPasskeys } from "../../src/app/passkeys";

watchPasskeys();

const error = () => document.querySelector<HTMLElement>("[data-passkey-error]")!;
const button = () => document.querySelector("button")!;
const went = vi.fn<(url: string) => void>();

/** A page with the button, a browser that makes a passkey, and a server that answers in order. */
function press(...answers: Response[]): void {
  vi.stubGlobal("PublicKeyCredential", { parseCreationOptionsFromJSON: (given: unknown) => given });
  vi.stubGlobal("navigator", { credentials: { create: () => Promise.resolve({ toJSON: () => ({ id: "k" }) }) } });
  vi.stubGlobal("location", { assign: went });
  vi.stubGlobal("fetch", vi.fn(() => Promise.resolve(answers.shift())));
  button().click();
}

const json = (given: object, status = 200) => new Response(JSON.stringify(given), { status });

beforeEach(() => {
  went.mockReset();
  document.body.innerHTML =
    '<div data-passkey="create" data-passkey-url="/llave/"><button data-passkey-go>Agregar</button><p data-passkey-error hidden></p></div>';
});

test("a passkey goes to the server, which says where to go", async () => {
  press(json({ publicKey: {} }), json({ redirect: "/seguridad/" }));
  await vi.waitFor(() => expect(went).toHaveBeenCalledWith("/seguridad/"));
});

test.each([
  ["whoever must type the password first", [json({ redirect: "/seguridad/confirmar/" })]],
  ["whoever took too long", [json({ code: "session_ended", redirect: "/entrar/" }, 401)]],
])("%s is taken there", async (_, answers) => {
  press(...answers);
  await vi.waitFor(() => expect(went).toHaveBeenCalledOnce());
  expect(error().hidden).toBe(true);
});

test.each([
  ["in the server's words", [json({ publicKey: {} }), json({ message: "Esa llave ya está." }, 422)], "Esa llave ya está."],
  ["in ours when it breaks down", [new Response("<h1>500</h1>", { status: 500 })], "No se pudo usar la llave"],
])("a refusal is told %s, and the button can be pressed again", async (_, answers, words) => {
  press(...answers);
  await vi.waitFor(() => expect(error().textContent).toContain(words));
  expect([error().hidden, button().disabled]).toEqual([false, false]);
});
