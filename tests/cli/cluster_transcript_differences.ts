/** The transcripts that bring their own topics, and where ours differ from them, command by command, and why. */
import type { ReplayOptions } from "./cluster_replay.ts";
import type { Reason } from "./transcript_reasons.ts";

export interface ClusterTranscript extends ReplayOptions {
  /** How many commands print just what Kafka printed. */
  readonly equal: number;
  readonly differences: readonly (readonly [command: string, reason: Reason])[];
}

export const CLUSTER_TRANSCRIPTS: Readonly<Record<string, ClusterTranscript>> = {
  "kafka-delete-records-4.3": {
    version: "4.3",
    normalize: sortedPartitions,
    equal: 28,
    differences: [],
  },
  "kafka-get-offsets-4.3": {
    version: "4.3",
    normalize: sortedLogDirs,
    equal: 57,
    differences: [
      ["kafka-get-offsets --broker-list localhost:19092 --topic rest", "accepted"],
      ["kafka-get-offsets --bootstrap-server localhost:19092 --topic rest --offsets 1", "accepted"],
      [
        "kafka-get-offsets --bootstrap-server localhost:19092 --topic-partitions 'rest:abc'",
        "of 3.5",
      ],
      ["kafka-get-offsets --bootstrap-server localhost:19092 --topic rest --time -3", "one moment"],
      [
        "kafka-get-offsets --bootstrap-server localhost:19092 --topic rest --time max-timestamp",
        "one moment",
      ],
    ],
  },
};

/** Partitions come in an order that Kafka leaves to a hash table. */
function sortedPartitions(text: string): string {
  return text.replace(/(?:^partition: .*\n)+/gm, (lines) => lines.split("\n").sort().join("\n"));
}

/** So do those of kafka-log-dirs; and the times in a batch make it some bytes shorter or longer. */
function sortedLogDirs(text: string): string {
  return text.replace(/("partitions":\[)([^\]]*)\]/g, (_, start: string, list: string) => {
    const partitions = list.replace(/"size":\d+/g, '"size":N').split(/(?<=\}),/).sort();
    return `${start}${partitions.join(",")}]`;
  });
}
