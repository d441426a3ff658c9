import type { AnswerSpace, ConnectionInfo } from "./api.ts";

/** Who is at the other end of a server's connection, as handlers see it. */
export class Peer implements ConnectionInfo {
  clientSoftwareName = "unknown";
  clientSoftwareVersion = "unknown";
  /** null once the connection is gone. */
  #onClose: Set<() => void> | null = new Set();

  constructor(
    readonly id: string,
    readonly listener: string,
    readonly remoteAddress: string,
    readonly remotePort: number,
    readonly mute: (delayMs: number) => void,
    readonly answerSpace?: AnswerSpace,
  ) {}

  onClose(callback: () => void): () => void {
    if (this.#onClose === null) callback();
    else this.#onClose.add(callback);
    return () => this.#onClose?.delete(callback);
  }

  /** Runs what waits for the end of the connection. */
  gone(): void {
    const callbacks = this.#onClose ?? [];
    this.#onClose = null;
    for (const callback of callbacks) callback();
  }
}
