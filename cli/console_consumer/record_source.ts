/** Where the console consumer's records come from: one partition, or topics. */
import type { ClusterClient } from "../../client/cluster_client.ts";
import { Consumer } from "../../client/consumer.ts";
import type { ConsumerOptions } from "../../client/consumer_options.ts";
import type { ConsumerRecord } from "../../client/fetched_partition.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import type { Consumption } from "./consumer_settings.ts";

export interface RecordSource {
  /**
   * Records, as soon as there are some; none after `timeoutMs` or once `until` says true.
   *
   * @throws {ApiError}
   */
  poll(timeoutMs: number, until: () => boolean): Promise<readonly ConsumerRecord[]>;
  /** Lets a poll look at its `until`. */
  wakeUp(): void;
  /** Leaves; `next` are the offsets behind what was printed, by topic and partition. */
  close(next: ReadonlyMap<string, ReadonlyMap<number, bigint>>): Promise<void>;
}

const DISCOVERY_MS = 1000;

export function recordSource(
  cluster: ClusterClient,
  what: Consumption,
  options: ConsumerOptions,
): RecordSource {
  if (what.kind === "partition") return partitionSource(cluster, what, options);
  return topicsSource(cluster, what.topics, options);
}

function partitionSource(
  cluster: ClusterClient,
  { topic, partition, from }: Consumption & { readonly kind: "partition" },
  options: ConsumerOptions,
): RecordSource {
  const consumer = new Consumer(cluster, options);
  consumer.assign([{ topic, partition }]);
  if (typeof from === "bigint") consumer.seek({ topic, partition }, from);
  else consumer.seekTo(from, { topic, partition });
  return {
    poll: (timeoutMs, until) => consumer.poll(timeoutMs, until),
    wakeUp: () => consumer.wakeUp(),
    close: () => Promise.resolve(consumer.close()),
  };
}

function topicsSource(
  cluster: ClusterClient,
  topics: string | RegExp,
  options: ConsumerOptions,
): RecordSource {
  const consumer = new Consumer(cluster, options);
  const { clock } = cluster.runtime;
  let nextDiscoveryMs = 0;
  const discover = async () => {
    const asked = typeof topics === "string" ? [topics] : null;
    const metadata = await cluster.refresh(asked, { allowAutoTopicCreation: true });
    const found = [...metadata.topics.values()].filter(({ name }) =>
      typeof topics === "string" ? name === topics : topics.test(name)
    );
    const bad = found.find(({ errorCode }) => errorCode === Errors.INVALID_TOPIC_EXCEPTION);
    if (bad) throw new ApiError(bad.errorCode, `Invalid topics: [${bad.name}]`);
    consumer.assign(
      found.flatMap(({ name, partitions }) =>
        partitions.map(({ partition }) => ({ topic: name, partition }))
      ),
    );
  };
  return {
    async poll(timeoutMs, until) {
      const deadlineMs = clock.monotonic() + timeoutMs;
      while (true) {
        const nowMs = clock.monotonic();
        if (nowMs >= nextDiscoveryMs) {
          nextDiscoveryMs = nowMs + DISCOVERY_MS;
          await discover().catch((error) => {
            if (error instanceof ApiError && !error.retriable) throw error;
          });
        }
        const leftMs = deadlineMs - clock.monotonic();
        const records = await consumer.poll(Math.max(0, Math.min(leftMs, DISCOVERY_MS)), until);
        if (records.length > 0 || leftMs <= 0 || until()) return records;
      }
    },
    wakeUp: () => consumer.wakeUp(),
    close: () => Promise.resolve(consumer.close()),
  };
}
