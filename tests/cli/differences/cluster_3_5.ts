/** The transcripts of Kafka 3.5 that bring their own topics, and where ours differ from them, command by command, and why. */
import type { ClusterTranscripts } from "../cluster_transcripts.ts";
import { sortedLogDirs, sortedPartitions, withoutFigures } from "../cluster_normalizers.ts";

export const CLUSTER_TRANSCRIPTS_3_5: ClusterTranscripts = {
  "kafka-get-offsets-3.5": {
    version: "3.5",
    normalize: sortedLogDirs,
    equal: 33,
    differences: [
      ["kafka-get-offsets --bootstrap-server localhost:19092 --topic '['", "of 4.3"],
      [
        "kafka-get-offsets --bootstrap-server localhost:19092 --topic rest --partitions 7",
        "of 4.3",
      ],
      ["kafka-get-offsets --bootstrap-server localhost:19092 --partitions 1,2", "history"],
      [
        "kafka-get-offsets --bootstrap-server localhost:19092 --topic rest --partitions x",
        "of 4.3",
      ],
      [
        "kafka-get-offsets --bootstrap-server localhost:19092 --topic-partitions 'rest:2-1'",
        "of 4.3",
      ],
      [
        "kafka-get-offsets --bootstrap-server localhost:19092 --topic-partitions rest:1 --topic rest",
        "of 4.3",
      ],
      [
        "kafka-get-offsets --bootstrap-server localhost:19092 --topic-partitions rest:1 --partitions 0",
        "of 4.3",
      ],
      [
        "kafka-get-offsets --bootstrap-server localhost:19092 --topic-partitions 'rest:abc'",
        "of 4.3",
      ],
      ["kafka-get-offsets --bootstrap-server localhost:19092 --topic rest --time -3", "one moment"],
      [
        "kafka-get-offsets --bootstrap-server localhost:19092 --topic rest --time max-timestamp",
        "one moment",
      ],
      [
        "kafka-get-offsets --bootstrap-server localhost:19092 --topic rest --time earliest-local",
        "of 4.3",
      ],
      ["kafka-get-offsets --bootstrap-server localhost:19092 --topic rest --time -5", "of 4.3"],
      [
        "kafka-get-offsets --bootstrap-server localhost:19092 --topic rest --time latest-tiered",
        "of 4.3",
      ],
      ["kafka-get-offsets --bootstrap-server localhost:19092 --topic rest --time -6", "of 4.3"],
      [
        "kafka-get-offsets --bootstrap-server localhost:19092 --topic rest --time earliest-pending-upload",
        "of 4.3",
      ],
      ["kafka-get-offsets --bootstrap-server localhost:19092 --topic rest --time -7", "of 4.3"],
      [
        "kafka-get-offsets --bootstrap-server localhost:19092 --topic rest --time yesterday",
        "of 4.3",
      ],
      ["kafka-get-offsets --bootstrap-server localhost:19092 --topic nope", "of 4.3"],
      ["kafka-get-offsets --topic rest", "of 4.3"],
      [
        "kafka-get-offsets --bootstrap-server localhost:19999 --topic rest --command-config /tmp/fast.properties",
        "of 4.3",
      ],
      ["kafka-get-offsets --bootstrap-server localhost:19092 --topic rest --topic other", "of 4.3"],
      ["kafka-log-dirs --version", "of 4.3"],
      ["kafka-log-dirs --bootstrap-server localhost:19092 --describe --topic-list rest", "of 4.3"],
      [
        "kafka-log-dirs --bootstrap-server localhost:19092 --describe --topic-list rest,other --broker-list 1",
        "of 4.3",
      ],
      ["kafka-log-dirs --bootstrap-server localhost:19092 --describe --topic-list nope", "of 4.3"],
      ["kafka-log-dirs --bootstrap-server localhost:19092 --describe --broker-list 1,7", "of 4.3"],
    ],
  },
  "kafka-delete-records-3.5": {
    version: "3.5",
    normalize: sortedPartitions,
    equal: 23,
    differences: [["kafka-delete-records --version", "of 4.3"], [
      "kafka-delete-records --bootstrap-server localhost:19092 --offset-json-file /tmp/del-nope.json --command-config /tmp/fast.properties",
      "of 4.3",
    ], [
      "kafka-delete-records --bootstrap-server localhost:19092 --offset-json-file /tmp/del-text.json",
      "of 4.3",
    ], [
      "kafka-delete-records --bootstrap-server localhost:19092 --offset-json-file /tmp/del-missing.json",
      "of 4.3",
    ], [
      "kafka-delete-records --bootstrap-server localhost:19999 --offset-json-file /tmp/del.json --command-config /tmp/fast.properties",
      "of 4.3",
    ]],
  },
  "kafka-leader-election-3.5": {
    version: "3.5",
    equal: 62,
    differences: [
      ["kafka-leader-election --version", "of 4.3"],
      [
        "kafka-leader-election --bootstrap-server localhost:19092 --election-type preferred --path-to-json-file /tmp/elect-dup.json",
        "of 4.3",
      ],
      ["kafka-reassign-partitions --version", "of 4.3"],
      ["kafka-reassign-partitions --list", "of 4.3"],
      [
        "kafka-reassign-partitions --bootstrap-server localhost:19092 --generate --topics-to-move-json-file /tmp/move.json --broker-list 1",
        "of 4.3",
      ],
      [
        "kafka-reassign-partitions --bootstrap-server localhost:19092 --generate --topics-to-move-json-file /tmp/move.json --broker-list 1 --disable-rack-aware",
        "of 4.3",
      ],
      [
        "kafka-reassign-partitions --bootstrap-server localhost:19092 --generate --topics-to-move-json-file /tmp/move.json --broker-list 7",
        "of 4.3",
      ],
      [
        "kafka-reassign-partitions --bootstrap-server localhost:19092 --generate --topics-to-move-json-file /tmp/move.json --broker-list 1,1",
        "of 4.3",
      ],
      [
        "kafka-reassign-partitions --bootstrap-server localhost:19092 --generate --topics-to-move-json-file /tmp/move-dup.json --broker-list 1",
        "of 4.3",
      ],
      [
        "kafka-reassign-partitions --bootstrap-server localhost:19092 --execute --reassignment-json-file /tmp/plan.json",
        "of 4.3",
      ],
      [
        "kafka-reassign-partitions --bootstrap-server localhost:19092 --execute --reassignment-json-file /tmp/plan-any.json",
        "of 4.3",
      ],
      [
        "kafka-reassign-partitions --bootstrap-server localhost:19092 --execute --reassignment-json-file /tmp/plan.json --throttle 1000000",
        "of 4.3",
      ],
      [
        "kafka-reassign-partitions --bootstrap-server localhost:19092 --execute --reassignment-json-file /tmp/plan.json --throttle 1000000 --additional",
        "of 4.3",
      ],
      [
        "kafka-reassign-partitions --bootstrap-server localhost:19092 --execute --reassignment-json-file /tmp/plan.json --throttle 1000000 --replica-alter-log-dirs-throttle 5000",
        "of 4.3",
      ],
      [
        "kafka-reassign-partitions --bootstrap-server localhost:19092 --execute --reassignment-json-file /tmp/plan-dir.json",
        "of 4.3",
      ],
      [
        "kafka-reassign-partitions --bootstrap-server localhost:19092 --execute --reassignment-json-file /tmp/plan-dirs.json",
        "of 4.3",
      ],
      [
        "kafka-reassign-partitions --bootstrap-server localhost:19092 --verify --reassignment-json-file /tmp/plan7.json",
        "says why",
      ],
      [
        "kafka-reassign-partitions --bootstrap-server localhost:19092 --execute --reassignment-json-file /tmp/planbad.json",
        "of 4.3",
      ],
    ],
  },
  "kafka-perf-3.5": {
    version: "3.5",
    normalize: withoutFigures,
    equal: 21,
    differences: [
      [
        "kafka-producer-perf-test --topic rest --num-records 5 --payload-file /tmp/payload.txt --throughput -1 --producer-props bootstrap.servers=localhost:19092",
        "of 4.3",
      ],
      [
        "kafka-producer-perf-test --topic rest --num-records 5 --payload-file /tmp/semi.txt --payload-delimiter ';' --throughput -1 --producer-props bootstrap.servers=localhost:19092",
        "of 4.3",
      ],
      [
        "kafka-producer-perf-test --topic rest --num-records 5 --throughput -1 --producer-props bootstrap.servers=localhost:19092",
        "of 4.3",
      ],
      [
        "kafka-producer-perf-test --topic rest --num-records 5 --record-size 10 --throughput -1",
        "of 4.3",
      ],
      [
        "kafka-producer-perf-test --topic rest --num-records 5 --record-size 0 --throughput -1 --producer-props bootstrap.servers=localhost:19092",
        "of 4.3",
      ],
      [
        "kafka-producer-perf-test --topic rest --num-records 1000 --record-size 10 --throughput -1 --reporting-interval 0 --producer-props bootstrap.servers=localhost:19092",
        "of 4.3",
      ],
      [
        "kafka-producer-perf-test --topic rest --num-records 5 --record-size 10 --throughput -1 --transactional-id perf-tx --transaction-duration-ms 100 --producer-props bootstrap.servers=localhost:19092",
        "unserved",
      ],
      [
        "kafka-producer-perf-test --topic rest --num-records 5 --record-size 10 --throughput -1 --transaction-duration-ms 0 --producer-props bootstrap.servers=localhost:19092",
        "of 4.3",
      ],
      ["kafka-consumer-perf-test", "of 4.3"],
      ["kafka-consumer-perf-test --version", "of 4.3"],
      [
        "kafka-consumer-perf-test --bootstrap-server localhost:19092 --topic rest --messages 500",
        "of 4.3",
      ],
      [
        "kafka-consumer-perf-test --bootstrap-server localhost:19092 --topic rest --messages 500 --hide-header",
        "of 4.3",
      ],
      [
        "kafka-consumer-perf-test --bootstrap-server localhost:19092 --topic rest --messages 5000000 --timeout 2000",
        "of 4.3",
      ],
      [
        "kafka-consumer-perf-test --broker-list localhost:19092 --topic rest --messages 100",
        "of 4.3",
      ],
      ["kafka-consumer-perf-test --bootstrap-server localhost:19092 --topic rest", "of 4.3"],
      [
        "kafka-consumer-perf-test --bootstrap-server localhost:19092 --topic rest --messages abc",
        "of 4.3",
      ],
      [
        "kafka-consumer-perf-test --bootstrap-server localhost:19092 --topic rest --messages 100 --threads 2",
        "of 4.3",
      ],
      [
        "kafka-consumer-perf-test --bootstrap-server localhost:19092 --topic rest --messages 100 --reporting-interval 0",
        "of 4.3",
      ],
      [
        "kafka-consumer-perf-test --bootstrap-server localhost:19092 --topic rest --messages 100 --date-format 'yyyy/MM/dd HH:mm:ss'",
        "of 4.3",
      ],
      ["kafka-consumer-perf-test --topic rest --messages 100", "of 4.3"],
      ["kafka-e2e-latency", "of 4.3"],
      [
        "kafka-e2e-latency --bootstrap-server localhost:19092 --topic rest --num-records 100 --producer-acks 1 --record-size 20",
        "of 4.3",
      ],
      [
        "kafka-e2e-latency --bootstrap-server localhost:19092 --topic rest --num-records 10 --producer-acks all --record-size 20 --record-key-size 5 --num-headers 2 --record-header-key-size 3 --record-header-size 4",
        "of 4.3",
      ],
      [
        "kafka-e2e-latency --bootstrap-server localhost:19092 --topic rest --num-records 10 --producer-acks all",
        "of 4.3",
      ],
      [
        "kafka-e2e-latency --bootstrap-server localhost:19092 --topic created --num-records 10 --producer-acks all --record-size 20",
        "of 4.3",
      ],
      ["kafka-e2e-latency --help", "of 4.3"],
      ["kafka-e2e-latency --version", "of 4.3"],
      ["kafka-e2e-latency localhost:19092 rest 100 2 20", "of 4.3"],
      ["kafka-e2e-latency localhost:19092 rest 100 1", "of 4.3"],
      ["kafka-e2e-latency localhost:19092 rest abc 1 20", "of 4.3"],
      [
        "kafka-e2e-latency --bootstrap-server localhost:19092 --topic rest --num-records 10 --producer-acks 2 --record-size 20",
        "of 4.3",
      ],
    ],
  },
  "kafka-streams-application-reset-3.5": {
    version: "3.5",
    equal: 35,
    differences: [["kafka-streams-application-reset --help", "own help"], [
      "kafka-streams-application-reset --version",
      "of 4.3",
    ], [
      "kafka-streams-application-reset --bootstrap-server localhost:19092 --application-id app2 --input-topics rest --from-file /tmp/offsets.csv",
      "says why",
    ]],
  },
  "kafka-transactions-3.5": {
    version: "3.5",
    normalize: withoutFigures,
    equal: 23,
    differences: [
      ["kafka-transactions --version", "of 4.3"],
      ["kafka-transactions --bootstrap-server localhost:19092 nope", "of 4.3"],
      ["kafka-transactions --bootstrap-server localhost:19092 list", "unserved"],
      [
        "kafka-producer-perf-test --topic rest --num-records 50 --record-size 10 --throughput -1 --transactional-id perf-tx --transaction-duration-ms 100 --producer-props bootstrap.servers=localhost:19092",
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
        "kafka-transactions --bootstrap-server localhost:19092 --command-config /tmp/fast.properties describe-producers --topic rest --partition 0 --broker-id 7",
        "says why",
      ],
      [
        "kafka-transactions --bootstrap-server localhost:19092 abort --topic rest --partition 0 --producer-id 999 --producer-epoch 0 --coordinator-epoch 0",
        "unserved",
      ],
      [
        "kafka-transactions --bootstrap-server localhost:19092 forceTerminateTransaction --transactional-id perf-tx",
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
      ["kafka-transactions --bootstrap-server localhost:19092 forceTerminateTransaction", "of 4.3"],
    ],
  },
  "kafka-verifiable-3.5": {
    version: "3.5",
    normalize: withoutFigures,
    equal: 15,
    differences: [["kafka-verifiable-producer --topic rest --max-messages 1", "of 4.3"], [
      "kafka-verifiable-consumer --bootstrap-server localhost:19092 --topic rest --group-id vc --max-messages 3",
      "of 4.3",
    ], [
      "kafka-verifiable-consumer --bootstrap-server localhost:19092 --topic rest --group-id vc2 --max-messages 3 --verbose",
      "of 4.3",
    ], [
      "kafka-verifiable-consumer --bootstrap-server localhost:19092 --topic rest --group-id vc4 --max-messages 5 --enable-autocommit --reset-policy earliest --session-timeout 20000 --assignment-strategy org.apache.kafka.clients.consumer.RoundRobinAssignor",
      "of 4.3",
    ], [
      "kafka-verifiable-consumer --bootstrap-server localhost:19092 --topic rest --group-id vc5 --max-messages 5 --reset-policy nope",
      "of 4.3",
    ], [
      "kafka-verifiable-consumer --bootstrap-server localhost:19092 --topic rest --group-id vc7 --max-messages 5 --assignment-strategy no.Such",
      "says why",
    ], [
      "kafka-verifiable-consumer --bootstrap-server localhost:19092 --topic rest --group-id vc8",
      "of 4.3",
    ]],
  },
};
