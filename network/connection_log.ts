/** What the log is told of one connection's end. */
import type { RuntimeError } from "../runtime/runtime.ts";
import { logger } from "./logger.ts";
import type { Peer } from "./peer.ts";

export class ConnectionLog {
  readonly #peer: Peer;

  constructor(peer: Peer) {
    this.#peer = peer;
  }

  idle(maxIdleMs: number): void {
    logger.debug(
      "Closed {connection} from {remote}: idle for {maxIdleMs} ms",
      this.#with({ maxIdleMs }),
    );
  }

  stalled(): void {
    logger.info(
      "Closed {connection} from {remote}: it stopped in a request, and others need the memory",
      this.#with({}),
    );
  }

  lost(error: RuntimeError): void {
    logger.debug("Lost {connection} from {remote}: {error}", this.#with({ error: error.message }));
  }

  /** An answer could not be sent to its end. */
  brokenOff(error: unknown): void {
    logger.debug("Closing {connection} from {remote}: {error}", this.#with({ error }));
  }

  /** @param reason what the other side sent */
  refused(reason: string): void {
    logger.warn(
      "Closing {connection} from {remote} on {listener}: it sent {reason}",
      this.#with({ listener: this.#peer.listener, reason }),
    );
  }

  /** A fault of this program. */
  fault(error: unknown): void {
    logger.error("Closing {connection} from {remote}: {error}", this.#with({ error }));
  }

  /** A fault of this program in a handler. */
  handlerFault(api: string, version: number, error: unknown): void {
    logger.error(
      "{api} {version} from {remote} failed, closing {connection}: {error}",
      this.#with({ api, version, error }),
    );
  }

  #with(properties: Record<string, unknown>): Record<string, unknown> {
    const { id, remoteAddress, remotePort } = this.#peer;
    return { connection: id, remote: `${remoteAddress}:${remotePort}`, ...properties };
  }
}
