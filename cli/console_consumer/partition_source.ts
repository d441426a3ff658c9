/** One partition from a given place on, without a group. */
import type { ClusterClient } from "../../client/cluster_client.ts";
import { Consumer } from "../../client/consumer.ts";
import type { ConsumerOptions } from "../../client/consumer_options.ts";
import type { Consumption } from "./consumer_settings.ts";
import type { RecordSource } from "./record_source.ts";

export function partitionSource(
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
