/** Broker settings: creating topics and the partitions they get. */
import {
  boolean,
  className,
  CLUSTER_WIDE,
  HIGH,
  int,
  long,
  LOW,
  MEDIUM,
  READ_ONLY,
  settings,
  string,
} from "./declaration.ts";
import { atLeast, between, gzipLevel, oneOf } from "./valid.ts";

// One setting, one line: a table, which the formatter would break up.
// deno-fmt-ignore
export const TOPIC_CREATION_SETTINGS = settings({
  "auto.create.topics.enable": boolean(true, null, HIGH, READ_ONLY, "Creates a missing topic when a client asks for its metadata."),
  "delete.topic.enable": boolean(true, null, HIGH, READ_ONLY, "Lets clients delete topics."),
  "num.partitions": int(1, atLeast(1), MEDIUM, READ_ONLY, "Partitions of a topic created without a count."),
  "default.replication.factor": int(1, null, MEDIUM, READ_ONLY, "Replicas of a topic created without a count."),
  "min.insync.replicas": int(1, atLeast(1), HIGH, CLUSTER_WIDE, "In-sync replicas that a write with acks=all needs."),
  "unclean.leader.election.enable": boolean(false, null, HIGH, CLUSTER_WIDE, "Lets a replica outside the ISR become leader as a last resort, losing records."),
  "unclean.leader.election.interval.ms": long(300000n, atLeast(1), MEDIUM, READ_ONLY, "How often partitions without leader are looked at for an unclean election.", { internal: true }),
  "auto.leader.rebalance.enable": boolean(true, null, HIGH, READ_ONLY, "Gives leadership back to the preferred replica from time to time."),
  "leader.imbalance.check.interval.seconds": long(300n, atLeast(1), HIGH, READ_ONLY, "How often the controller looks for leaders that are not preferred."),
  "create.topic.policy.class.name": className(null, null, LOW, READ_ONLY, "Java class that vets new topics; not supported."),
  "alter.config.policy.class.name": className(null, null, LOW, READ_ONLY, "Java class that vets config changes; not supported."),
  "message.max.bytes": int(1048588, atLeast(0), HIGH, CLUSTER_WIDE, "Largest record batch accepted."),
  "compression.type": string("producer", oneOf("uncompressed", "zstd", "lz4", "snappy", "gzip", "producer"), HIGH, CLUSTER_WIDE, "Final compression of a topic; producer keeps what the producer chose."),
  "compression.gzip.level": int(-1, gzipLevel, MEDIUM, CLUSTER_WIDE, "Level of gzip when the broker compresses; -1 is the library's default."),
  "compression.lz4.level": int(9, between(1, 17), MEDIUM, CLUSTER_WIDE, "Level of lz4 when the broker compresses."),
  "compression.zstd.level": int(3, between(-131072, 22), MEDIUM, CLUSTER_WIDE, "Level of zstd when the broker compresses."),
});
