/** The producer id under which batches are written, asked for when needed and again when it is of no use any more. */
import { Apis } from "../protocol/apis.ts";
import type { ClusterClient } from "./cluster_client.ts";
import type { ProducerIdentity } from "./producer_batch.ts";
import type { Transaction } from "./transaction.ts";

const NO_TRANSACTION_TIMEOUT_MS = 2147483647;

export interface IdentityEvents {
  /** There is another identity: sequences begin anew. */
  renewed(): void;
  /** There is none to be had. */
  failed(error: unknown): void;
}

export class IdentitySource {
  readonly #cluster: ClusterClient;
  readonly #timeoutMs: number;
  readonly #transaction: Transaction | null;
  readonly #events: IdentityEvents;
  #state: "missing" | "asking" | "known" = "missing";
  #current: ProducerIdentity | null = null;

  constructor(
    cluster: ClusterClient,
    timeoutMs: number,
    transaction: Transaction | null,
    events: IdentityEvents,
  ) {
    this.#cluster = cluster;
    this.#timeoutMs = timeoutMs;
    this.#transaction = transaction;
    this.#events = events;
  }

  /** The last one; it may have been {@linkcode giveUp given up}. */
  get current(): ProducerIdentity | null {
    return this.#current;
  }

  get isKnown(): boolean {
    return this.#state === "known";
  }

  /** Nothing more is written under the present identity. */
  giveUp(): void {
    if (this.#state === "known") this.#state = "missing";
  }

  /** Asks for an identity, unless that is under way. Nothing may be in flight. Never rejects. */
  async ask(): Promise<void> {
    if (this.#state !== "missing") return;
    this.#state = "asking";
    try {
      this.#current = await (this.#transaction?.identify(this.#timeoutMs) ?? this.#identify());
      this.#state = "known";
      this.#events.renewed();
    } catch (error) {
      this.#state = "missing";
      this.#events.failed(error);
    }
  }

  async #identify(): Promise<ProducerIdentity> {
    const { producerId, producerEpoch } = await this.#cluster.callAny(
      Apis.InitProducerId,
      { transactionalId: null, transactionTimeoutMs: NO_TRANSACTION_TIMEOUT_MS },
      { timeoutMs: this.#timeoutMs, errorOf: ({ errorCode }) => errorCode },
    );
    return { producerId, producerEpoch };
  }
}
