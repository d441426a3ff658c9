/** Where a call may end in another way than between Apache's own, and why. A call that is listed must differ. */

type Difference = readonly [call: string, why: string];

const UNSERVED = "the broker does not serve transactions yet";
const OF_4_3 = "the server is of 4.3: it has settings, features and words that 3.5 has not";
const JAVA = "Apache's prints what Java calls something, or a stack trace";
const OF_3_5 = "3.5 prints it so, and better than 4.3";
const ERROR_TEXT = "the tool's own text for an error that came without one";

/** Of Ottla as a server. */
const ON_OTTLA: readonly Difference[] = [
  ["kafka-broker-api-versions @", "the broker does not serve all APIs yet"],
  ["kafka-transactions @ list", UNSERVED],
  ["kafka-transactions @ describe --transactional-id unknown", UNSERVED],
  [
    "kafka-dump-log --files DATA/numbers-0/00000000000000000000.index --index-sanity-check",
    "Kafka keeps the index of an active segment at its full size, full of zeros",
  ],
];

/** Of Ottla's tools. */
const BY_OTTLA: readonly Difference[] = [
  [
    "kafka-console-consumer @ --topic numbers --from-beginning --max-messages 1 --value-deserializer org.apache.kafka.common.serialization.ByteArrayDeserializer",
    JAVA,
  ],
  [
    "kafka-consumer-groups @ --reset-offsets --group readers --topic numbers --to-datetime tomorrow --execute",
    JAVA,
  ],
  ["kafka-get-offsets @ --topic twelve", OF_3_5],
  ["kafka-get-offsets @ --exclude-internal-topics", OF_3_5],
  ["kafka-delete-records @ --offset-json-file FILES/delete-too-far.json", ERROR_TEXT],
  ["kafka-reassign-partitions @ --cancel --reassignment-json-file FILES/plan.json", OF_3_5],
  [
    "kafka-reassign-partitions @ --generate --topics-to-move-json-file FILES/move.json --broker-list 9",
    JAVA,
  ],
  [
    "kafka-storage format -t MkU3OEVBNTcwNTJENDM1Qg -c FILES/fresh.properties",
    "Apache's prints the first records of the metadata log as Java's classes print themselves",
  ],
];

/** By pair, `TOOLS on SERVER`. */
export const DIFFERENCES: Readonly<Record<string, readonly Difference[]>> = {
  "4.3.1 on ottla": ON_OTTLA,
  "3.5.2 on ottla": [
    ...ON_OTTLA,
    ["kafka-topics @ --create --topic two-replicas --replication-factor 2", OF_4_3],
    ["kafka-topics @ --describe --topic one", OF_4_3],
    ["kafka-topics @ --describe --topic three", OF_4_3],
    ["kafka-topics @ --describe", OF_4_3],
    ["kafka-topics @ --describe --topics-with-overrides", OF_4_3],
    [
      "kafka-consumer-groups @ --delete --group readers",
      "a group whose last offsets were deleted is gone at once in 3.5, not in 4.3",
    ],
    ["kafka-configs @ --describe --entity-type topics --entity-name one --all", OF_4_3],
    ["kafka-configs @ --describe --entity-type brokers --entity-default", OF_4_3],
    ["kafka-features @ describe", OF_4_3],
    ["kafka-features @ upgrade --feature nonsense=1", OF_4_3],
  ],
  "ottla on 4.3.1": [
    ...BY_OTTLA,
    ["kafka-consumer-groups @ --describe --group nobody", OF_3_5],
  ],
  "ottla on 3.5.2": [
    ...BY_OTTLA,
    [
      "kafka-configs @ --describe --entity-type groups --entity-name readers",
      "Apache's takes a group for known where an old broker has no settings of groups",
    ],
    [
      "kafka-features @ describe",
      "Ottla knows the name of a level that is older than 4.3's oldest",
    ],
    [
      "kafka-replica-verification --broker-list SERVER --topics-include numbers --report-interval-ms 1000",
      "4.3's tool finds no lag on a 3.5 server; 3.5's own prints what ours prints",
    ],
  ],
};
