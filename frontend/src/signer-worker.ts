/** Worker in which key and password live; one answer for each request, in order of arrival. */
import { SigningError } from "./signing/errors";
import type { Answer, Envelope } from "./signing/protocol";
import { BoxError, Signer } from "./signing/signer";

interface WorkerScope {
  readonly location: Location;
  onmessage: ((event: MessageEvent<Envelope>) => void) | null;
  postMessage(answer: Answer): void;
}

const scope = self as unknown as WorkerScope;
const signer = new Signer(scope.location.host);

scope.onmessage = (event) => {
  const { id, request } = event.data;
  signer.handle(request).then(
    (result) => scope.postMessage({ id, ok: true, result }),
    (error: unknown) => scope.postMessage({ id, ok: false, ...explain(error) }),
  );
};

function explain(error: unknown): Pick<Extract<Answer, { ok: false }>, "code" | "box"> {
  if (error instanceof BoxError) return { code: error.refused.code, box: error.box };
  if (error instanceof SigningError) return { code: error.code, box: undefined };
  return { code: "internal", box: undefined };
}
