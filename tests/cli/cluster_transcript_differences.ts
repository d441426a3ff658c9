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
  "kafka-leader-election-4.3": {
    version: "4.3",
    equal: 75,
    differences: [[
      "kafka-reassign-partitions --bootstrap-server localhost:19092 --generate --topics-to-move-json-file /tmp/move.json --broker-list 7",
      "says why",
    ], [
      "kafka-reassign-partitions --bootstrap-server localhost:19092 --verify --reassignment-json-file /tmp/plan7.json",
      "at once",
    ], [
      "kafka-reassign-partitions --bootstrap-server localhost:19092 --execute --reassignment-json-file /tmp/planbad.json",
      "says why",
    ], [
      "kafka-reassign-partitions --bootstrap-server localhost:19092 --cancel --reassignment-json-file /tmp/plan.json",
      "of 3.5",
    ], [
      "kafka-reassign-partitions --bootstrap-server localhost:19092 --cancel --reassignment-json-file /tmp/plannope.json",
      "of 3.5",
    ]],
  },
  "kafka-transactions-4.3": {
    version: "4.3",
    normalize: withoutFigures,
    equal: 26,
    differences: [
      [
        "kafka-producer-perf-test --topic rest --num-records 50 --record-size 10 --throughput -1 --transactional-id perf-tx --transaction-duration-ms 100 --producer-props bootstrap.servers=localhost:19092",
        "unserved",
      ],
      ["kafka-transactions --bootstrap-server localhost:19092 list", "unserved"],
      [
        "kafka-transactions --bootstrap-server localhost:19092 list --duration-filter 100000",
        "unserved",
      ],
      [
        "kafka-transactions --bootstrap-server localhost:19092 list --transactional-id-pattern 'perf.*'",
        "unserved",
      ],
      [
        "kafka-transactions --bootstrap-server localhost:19092 list --transactional-id-pattern 'nothing'",
        "unserved",
      ],
      [
        "kafka-transactions --bootstrap-server localhost:19092 describe --transactional-id perf-tx",
        "unserved",
      ],
      [
        "kafka-transactions --bootstrap-server localhost:19092 describe --transactional-id nope",
        "unserved",
      ],
      [
        "kafka-transactions --bootstrap-server localhost:19092 describe-producers --topic rest --partition 0",
        "unserved",
      ],
      [
        "kafka-transactions --bootstrap-server localhost:19092 describe-producers --topic rest --partition 0 --broker-id 1",
        "unserved",
      ],
      [
        "kafka-transactions --bootstrap-server localhost:19092 abort --topic rest --partition 0 --producer-id 999 --producer-epoch 0 --coordinator-epoch 0",
        "unserved",
      ],
      [
        "kafka-transactions --bootstrap-server localhost:19092 forceTerminateTransaction --transactionalId perf-tx",
        "unserved",
      ],
      [
        "kafka-transactions --bootstrap-server localhost:19092 forceTerminateTransaction --transactionalId nope",
        "unserved",
      ],
      [
        "kafka-transactions --bootstrap-server localhost:19092 --command-config /tmp/fast.properties describe-producers --topic rest --partition 0 --broker-id 7",
        "says why",
      ],
      [
        "kafka-transactions --bootstrap-server localhost:19092 forceTerminateTransaction --transactional-id perf-tx",
        "says why",
      ],
    ],
  },
  "kafka-streams-application-reset-4.3": {
    version: "4.3",
    equal: 34,
    differences: [["kafka-streams-application-reset --help", "own help"], [
      "kafka-streams-application-reset --bootstrap-server localhost:19092 --application-id app2 --input-topics rest --from-file /tmp/offsets.csv",
      "says why",
    ], [
      "kafka-streams-application-reset --bootstrap-servers localhost:19092 --application-id app1",
      "accepted",
    ]],
  },
  "kafka-replica-verification-4.3": {
    version: "4.3",
    normalize: withoutReports,
    // Ours takes it too, and goes on until it is told to end.
    skipped: ["kafka-replica-verification --bootstrap-server"],
    equal: 10,
    differences: [],
  },
  "kafka-perf-4.3": {
    version: "4.3",
    normalize: withoutFigures,
    equal: 56,
    skipped: [
      // Its file names another port than that of the broker.
      "kafka-producer-perf-test --topic rest --num-records 100 --record-size 100 --throughput -1 " +
      "--command-config",
    ],
    differences: [
      [
        "kafka-consumer-perf-test --bootstrap-server localhost:19092 --topic rest --messages 5000000 --timeout 2000",
        "unserved",
      ],
      [
        "kafka-producer-perf-test --topic rest --num-records 5 --record-size 10 --throughput -1 --transactional-id perf-tx --transaction-duration-ms 100 --producer-props bootstrap.servers=localhost:19092",
        "unserved",
      ],
      [
        "kafka-producer-perf-test --topic rest --num-records 5 --record-size 10 --throughput -1 --transactional-id perf-tx2 --bootstrap-server localhost:19092",
        "unserved",
      ],
      [
        "kafka-consumer-perf-test --broker-list localhost:19092 --topic rest --messages 100",
        "accepted",
      ],
      [
        "kafka-consumer-perf-test --bootstrap-server localhost:19092 --topic rest --messages abc",
        "at once",
      ],
      [
        "kafka-consumer-perf-test --bootstrap-server localhost:19092 --topic rest --messages 100 --threads 2",
        "accepted",
      ],
      [
        "kafka-consumer-perf-test --bootstrap-server localhost:19092 --topic rest --messages 100 --reporting-interval 0",
        "at once",
      ],
      ["kafka-e2e-latency --help", "own help"],
      ["kafka-e2e-latency --version", "accepted"],
    ],
  },
  "kafka-verifiable-4.3": {
    version: "4.3",
    normalize: withoutFigures,
    equal: 23,
    // Kafka 4 refuses it, and finds a record less from there on.
    skipped: ["kafka-verifiable-producer --broker-list"],
    differences: [
      [
        "kafka-verifiable-consumer --bootstrap-server localhost:19092 --topic rest --group-id vc5 --max-messages 5 --reset-policy nope",
        "says why",
      ],
      [
        "kafka-verifiable-consumer --bootstrap-server localhost:19092 --topic rest --group-id vc7 --max-messages 5 --assignment-strategy no.Such",
        "says why",
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

/** What was measured: times and rates; how many and how large the records are is compared. */
function withoutFigures(text: string): string {
  return text
    .replace(/(records sent, )[^ ]+( records\/sec \()[^ ]+( MB\/sec\), ).*/g, "$1N$2N$3...")
    .replace(
      /^\d{4}[-/][^,]*, (?:\d{4}[-/][^,]*|0), ([\d.]+), [\d.]+, (\d+), .*$/gm,
      (_, megabytes: string, records: string) => `TIMES, ${megabytes}, N, ${records}, ...`,
    )
    .replace(/^(\d+\t)[\d.]+$/gm, "$1N")
    .replace(/^(Avg latency: ).*$/gm, "$1N")
    .replace(/^(Percentiles: ).*$/gm, "$1N")
    .replace(/"timestamp":\d+/g, '"timestamp":T')
    .replace(/"avg_throughput":[\d.E]+/g, '"avg_throughput":N');
}

/** Reports come until the tool is told to end, and the records are in some partition. */
function withoutReports(text: string): string {
  return text.replace(/^\d{4}-\S+ [\d:,]+: /gm, "T: ").replace(/ at offset \d+ /g, " at offset N ");
}
