/** The transcripts of Kafka 4.3 that bring their own topics, and where ours differ from them, command by command, and why. */
import type { ClusterTranscripts } from "../cluster_transcripts.ts";
import {
  sortedLogDirs,
  sortedPartitions,
  withoutFigures,
  withoutReports,
} from "../cluster_normalizers.ts";

export const CLUSTER_TRANSCRIPTS_4_3: ClusterTranscripts = {
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
        "says why",
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
    equal: 27,
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
    equal: 37,
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
    equal: 11,
    differences: [],
  },
  "kafka-share-groups-4.3": {
    version: "4.3",
    equal: 39,
    differences: [
      [
        "kafka-console-share-consumer --bootstrap-server localhost:19092 --topic rest --group share-1 --max-messages 2 --timeout-ms 10000 --formatter-property print.delivery=true --formatter-property print.offset=true --formatter-property print.key=true",
        "unserved",
      ],
      [
        "kafka-console-share-consumer --bootstrap-server localhost:19092 --topic rest --group share-1 --max-messages 2 --timeout-ms 10000 --release",
        "unserved",
      ],
      [
        "kafka-console-share-consumer --bootstrap-server localhost:19092 --topic rest --group share-1 --max-messages 1 --timeout-ms 10000 --reject",
        "unserved",
      ],
      [
        "kafka-console-share-consumer --bootstrap-server localhost:19092 --topic rest --group share-1 --max-messages abc",
        "says why",
      ],
      [
        "kafka-console-share-consumer --bootstrap-server localhost:19092 --topic nope --group share-1 --timeout-ms 2000",
        "unserved",
      ],
      ["kafka-share-groups --bootstrap-server localhost:19092 --list", "unserved"],
      ["kafka-share-groups --bootstrap-server localhost:19092 --list --state", "unserved"],
      ["kafka-share-groups --bootstrap-server localhost:19092 --list --state empty", "unserved"],
      [
        "kafka-share-groups --bootstrap-server localhost:19092 --describe --group share-1",
        "unserved",
      ],
      ["kafka-share-groups --bootstrap-server localhost:19092 --describe --all-groups", "unserved"],
      [
        "kafka-share-groups --bootstrap-server localhost:19092 --describe --group share-1 --offsets --verbose",
        "unserved",
      ],
      [
        "kafka-share-groups --bootstrap-server localhost:19092 --describe --group share-1 --members",
        "unserved",
      ],
      [
        "kafka-share-groups --bootstrap-server localhost:19092 --describe --group share-1 --state",
        "unserved",
      ],
      [
        "kafka-share-groups --bootstrap-server localhost:19092 --describe --group share-1 --state --verbose",
        "unserved",
      ],
      ["kafka-share-groups --bootstrap-server localhost:19092 --describe --group nope", "unserved"],
      [
        "kafka-share-groups --bootstrap-server localhost:19092 --reset-offsets --group share-1 --topic rest:0,2 --to-latest --execute",
        "unserved",
      ],
      [
        "kafka-share-groups --bootstrap-server localhost:19092 --reset-offsets --group share-1 --all-topics --to-datetime 2020-01-01T00:00:00.000 --execute",
        "unserved",
      ],
      [
        "kafka-share-groups --bootstrap-server localhost:19092 --reset-offsets --group share-1 --topic nope --to-earliest --dry-run",
        "unserved",
      ],
      [
        "kafka-share-groups --bootstrap-server localhost:19092 --delete-offsets --group share-1 --topic rest",
        "unserved",
      ],
      [
        "kafka-share-groups --bootstrap-server localhost:19092 --delete-offsets --group share-1 --topic nope",
        "unserved",
      ],
      [
        "kafka-share-groups --bootstrap-server localhost:19092 --delete --group share-1",
        "unserved",
      ],
      [
        "kafka-streams-groups --bootstrap-server localhost:19092 --describe --group nope",
        "unserved",
      ],
      [
        "kafka-streams-groups --bootstrap-server localhost:19092 --describe --group nope --members",
        "unserved",
      ],
      [
        "kafka-streams-groups --bootstrap-server localhost:19092 --delete-offsets --group nope --input-topic rest",
        "unserved",
      ],
      [
        "kafka-streams-groups --bootstrap-server localhost:19092 --reset-offsets --group nope --input-topic rest --to-earliest --dry-run",
        "unserved",
      ],
    ],
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
        "kafka-producer-perf-test --topic rest --num-records 100 --record-size 100 --throughput -1 --command-config /tmp/producer.properties",
        "recording",
      ],
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
