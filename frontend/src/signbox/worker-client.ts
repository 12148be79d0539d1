/** Speaks with the worker that holds the key. */
import type { Answer, Kind, Request, Results } from "../signing/protocol";
import { Refusal } from "./refusal";

/** The part of a Worker that is used, so that tests can stand in for it. */
export interface WorkerLike {
  onmessage: ((event: MessageEvent<Answer>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  postMessage(message: unknown, transfer: Transferable[]): void;
}

interface Waiting {
  readonly resolve: (result: Results[Kind]) => void;
  readonly reject: (reason: Refusal) => void;
}

export class WorkerClient {
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;

  constructor(private readonly worker: WorkerLike) {
    worker.onmessage = (event) => this.#receive(event.data);
    worker.onerror = () => this.#fail();
  }

  /** Sends a request; files are handed over, not copied, so the page keeps none. Rejects with a Refusal. */
  ask<K extends Kind>(request: Extract<Request, { kind: K }>): Promise<Results[K]> {
    this.#last += 1;
    const id = this.#last;
    const answer = new Promise<Results[Kind]>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    this.worker.postMessage({ id, request }, buffersOf(request));
    return answer as Promise<Results[K]>;
  }

  #receive(answer: Answer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (answer.ok) waiting?.resolve(answer.result);
    else waiting?.reject(Refusal.of(answer.code, answer.box));
  }

  #fail(): void {
    for (const { reject } of this.#waiting.values()) reject(Refusal.of("worker_failed"));
    this.#waiting.clear();
  }
}

function buffersOf(request: Request): Transferable[] {
  if (request.kind === "inspect") return [request.certificate];
  if (request.kind === "unlock") return [request.certificate, request.key];
  return [];
}
