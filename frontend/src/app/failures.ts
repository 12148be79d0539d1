/** What a person is told when the server refuses a request of the page, breaks down, or does not answer. */
import { sayOnPage } from "../messages";
import { announce, stands } from "./announce";

/** What the server says of a request it refused: `{code, message}`, in the person's language; or where to go. */
export interface Answer {
  readonly code?: string;
  readonly message?: string;
  readonly redirect?: string;
}

/** Reads an answer; empty when the server did not speak, or not to us. */
export function readAnswer(body: string): Answer {
  try {
    const said: unknown = JSON.parse(body);
    return typeof said === "object" && said !== null ? said : {};
  } catch {
    return {};
  }
}

export interface Failure {
  /** 0 when nothing came back. */
  readonly status: number;
  readonly body?: string;
  /** Nobody asked: a page that asks by itself every second says once why it gets nothing. */
  readonly byItself?: boolean;
}

/** Says why a request failed and what to do; a page that no longer tells how things stand is offered anew. */
export function tellFailure({ status, body = "", byItself = false }: Failure): void {
  const sentence = readAnswer(body).message || sayOnPage(status === 0 ? "request_unanswered" : "request_failed");
  if (byItself && stands(sentence)) return;
  const isOfThePage = status >= 400 && status < 500 && status !== 429;
  announce(sentence, "alert", isOfThePage ? { label: sayOnPage("page_reload"), act: () => location.reload() } : undefined);
}
