/** A reason that is shown to the person, with the box it concerns. */
import { say, type MessageCode } from "../messages";
import type { Box } from "../signing/protocol";

export class Refusal extends Error {
  constructor(
    message: string,
    readonly code: string,
    readonly box: Box | undefined = undefined,
    readonly details: readonly string[] = [],
  ) {
    super(message);
  }

  static of(code: MessageCode, box?: Box): Refusal {
    return new Refusal(say(code), code, box);
  }
}
