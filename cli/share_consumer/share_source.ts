/** A topic's records, as a member of a share group. */
import { ShareConsumer, type ShareConsumerOptions } from "../../client/share_consumer.ts";
import type { ClusterClient } from "../../client/cluster_client.ts";
import type { SharedRecord } from "../../client/share_session.ts";
import { DeserializationError } from "../console_consumer/deserializers.ts";
import type { FormatMessage, PrintedRecord } from "../console_consumer/message_formatter.ts";
import type { RecordSource } from "../console_consumer/record_source.ts";
import type { Acknowledgement } from "../../client/share_session.ts";

/** Longest wait at once: an end may have been asked for. */
const SLICE_MS = 500;

export class ShareSource implements RecordSource {
  readonly #cluster: ClusterClient;
  readonly #consumer: ShareConsumer;

  constructor(cluster: ClusterClient, options: ShareConsumerOptions) {
    this.#cluster = cluster;
    this.#consumer = new ShareConsumer(cluster, options);
  }

  async poll(timeoutMs: number, until: () => boolean): Promise<readonly SharedRecord[]> {
    const { clock } = this.#cluster.runtime;
    const deadlineMs = clock.monotonic() + timeoutMs;
    while (true) {
      const leftMs = Math.max(0, deadlineMs - clock.monotonic());
      const records = await this.#consumer.poll(Math.min(leftMs, SLICE_MS));
      if (records.length > 0 || until() || leftMs === 0) return records;
    }
  }

  /** A poll looks often enough by itself. */
  wakeUp(): void {}

  /** What was handed out and not printed is given to others. */
  async close(): Promise<void> {
    await this.#consumer.close();
  }

  /** Prints, and answers for what was printed. A record that can't be is rejected. */
  formatting(format: FormatMessage, acknowledgement: Acknowledgement): FormatMessage {
    return (record: PrintedRecord) => {
      try {
        const pieces = format(record);
        this.#consumer.acknowledge(record as SharedRecord, acknowledgement);
        return pieces;
      } catch (error) {
        if (error instanceof DeserializationError) {
          this.#consumer.acknowledge(record as SharedRecord, "reject");
        }
        throw error;
      }
    };
  }
}
