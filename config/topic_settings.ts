/**
 * Settings of a topic: what CreateTopics and AlterConfigs may override, and which broker settings stand behind each.
 */
import {
  boolean,
  double,
  int,
  list,
  long,
  LOW,
  MEDIUM,
  RESOURCE,
  settings,
  string,
} from "./declaration.ts";
import { MAX_LONG } from "./limits.ts";
import { atLeast, between, gzipLevel, names, oneOf, throttledReplicas } from "./valid.ts";

// One setting, one line: a table, which the formatter would break up.
// deno-fmt-ignore
export const TOPIC_SETTINGS = settings({
  "cleanup.policy": list(["delete"], names({ of: ["compact", "delete"] }), MEDIUM, RESOURCE, "What happens to old segments: delete, compact, both, or nothing when empty.", { synonyms: ["log.cleanup.policy"] }),
  "compression.type": string("producer", oneOf("uncompressed", "zstd", "lz4", "snappy", "gzip", "producer"), MEDIUM, RESOURCE, "Final compression; producer keeps what the producer chose.", { synonyms: ["compression.type"] }),
  "compression.gzip.level": int(-1, gzipLevel, MEDIUM, RESOURCE, "Level of gzip when the broker compresses; -1 is the library's default.", { synonyms: ["compression.gzip.level"] }),
  "compression.lz4.level": int(9, between(1, 17), MEDIUM, RESOURCE, "Level of lz4 when the broker compresses.", { synonyms: ["compression.lz4.level"] }),
  "compression.zstd.level": int(3, between(-131072, 22), MEDIUM, RESOURCE, "Level of zstd when the broker compresses.", { synonyms: ["compression.zstd.level"] }),
  "delete.retention.ms": long(86400000n, atLeast(0), MEDIUM, RESOURCE, "How long tombstones and transaction markers survive compaction.", { synonyms: ["log.cleaner.delete.retention.ms"] }),
  "file.delete.delay.ms": long(60000n, atLeast(0), MEDIUM, RESOURCE, "Delay before a deleted file leaves the disk.", { synonyms: ["log.segment.delete.delay.ms"] }),
  "flush.messages": long(MAX_LONG, atLeast(1), MEDIUM, RESOURCE, "Records appended before the partition is flushed to disk.", { synonyms: ["log.flush.interval.messages"] }),
  "flush.ms": long(MAX_LONG, atLeast(0), MEDIUM, RESOURCE, "Longest time a record stays unflushed.", { synonyms: ["log.flush.interval.ms", "log.flush.scheduler.interval.ms"] }),
  "follower.replication.throttled.replicas": list([], throttledReplicas, MEDIUM, RESOURCE, "Replicas throttled as followers, partition:broker, or * for all."),
  "leader.replication.throttled.replicas": list([], throttledReplicas, MEDIUM, RESOURCE, "Replicas throttled as leaders, partition:broker, or * for all."),
  "index.interval.bytes": int(4096, atLeast(0), MEDIUM, RESOURCE, "Bytes of log between two index entries.", { synonyms: ["log.index.interval.bytes"] }),
  "internal.segment.bytes": int(null, null, MEDIUM, RESOURCE, "Size of segments in tests, without lower bound; wins over segment.bytes.", { internal: true }),
  "local.retention.bytes": long(-2n, atLeast(-2), MEDIUM, RESOURCE, "Local size beyond which copied segments leave the disk; -2 follows retention.bytes.", { synonyms: ["log.local.retention.bytes"] }),
  "local.retention.ms": long(-2n, atLeast(-2), MEDIUM, RESOURCE, "Age after which segments copied to remote storage leave the disk; -2 follows retention.ms.", { synonyms: ["log.local.retention.ms"] }),
  "max.compaction.lag.ms": long(MAX_LONG, atLeast(1), MEDIUM, RESOURCE, "Time a record stays uncompacted at most.", { synonyms: ["log.cleaner.max.compaction.lag.ms"] }),
  "min.compaction.lag.ms": long(0n, atLeast(0), MEDIUM, RESOURCE, "Time a record stays uncompacted at least.", { synonyms: ["log.cleaner.min.compaction.lag.ms"] }),
  "max.message.bytes": int(1048588, atLeast(0), MEDIUM, RESOURCE, "Largest record batch accepted.", { synonyms: ["message.max.bytes"] }),
  "message.timestamp.after.max.ms": long(3600000n, atLeast(0), MEDIUM, RESOURCE, "How far a record's timestamp may lie ahead of the broker's clock.", { synonyms: ["log.message.timestamp.after.max.ms"] }),
  "message.timestamp.before.max.ms": long(MAX_LONG, atLeast(0), MEDIUM, RESOURCE, "How far a record's timestamp may lie behind the broker's clock.", { synonyms: ["log.message.timestamp.before.max.ms"] }),
  "message.timestamp.type": string("CreateTime", oneOf("CreateTime", "LogAppendTime"), MEDIUM, RESOURCE, "Which time a record carries: CreateTime or LogAppendTime.", { synonyms: ["log.message.timestamp.type"] }),
  "min.cleanable.dirty.ratio": double(0.5, between(0, 1), MEDIUM, RESOURCE, "Share of the log that must be dirty before it is compacted.", { synonyms: ["log.cleaner.min.cleanable.ratio"] }),
  "min.insync.replicas": int(1, atLeast(1), MEDIUM, RESOURCE, "In-sync replicas that a write with acks=all needs.", { synonyms: ["min.insync.replicas"] }),
  "preallocate": boolean(false, null, MEDIUM, RESOURCE, "Allocates the whole file when a segment is created.", { synonyms: ["log.preallocate"] }),
  "remote.log.copy.disable": boolean(false, null, MEDIUM, RESOURCE, "Stops copying to remote storage and keeps what is there readable."),
  "remote.log.delete.on.disable": boolean(false, null, MEDIUM, RESOURCE, "Deletes the remote data when remote storage is switched off."),
  "remote.storage.enable": boolean(false, null, MEDIUM, RESOURCE, "Copies segments to remote storage."),
  "retention.bytes": long(-1n, null, MEDIUM, RESOURCE, "Size of a partition beyond which old segments are deleted; -1 sets no limit.", { synonyms: ["log.retention.bytes"] }),
  "retention.ms": long(604800000n, atLeast(-1), MEDIUM, RESOURCE, "Age after which segments are deleted; -1 never.", { synonyms: ["log.retention.ms", "log.retention.minutes", "log.retention.hours"] }),
  "segment.bytes": int(1073741824, atLeast(1048576), MEDIUM, RESOURCE, "Largest size of a segment.", { synonyms: ["log.segment.bytes"] }),
  "segment.index.bytes": int(10485760, atLeast(4), MEDIUM, RESOURCE, "Largest size of an offset index.", { synonyms: ["log.index.size.max.bytes"] }),
  "segment.jitter.ms": long(0n, atLeast(0), MEDIUM, RESOURCE, "Largest random time taken off the roll age.", { synonyms: ["log.roll.jitter.ms", "log.roll.jitter.hours"] }),
  "segment.ms": long(604800000n, atLeast(1), MEDIUM, RESOURCE, "Age after which a segment is rolled.", { synonyms: ["log.roll.ms", "log.roll.hours"] }),
  "unclean.leader.election.enable": boolean(false, null, MEDIUM, RESOURCE, "Lets a replica outside the ISR become leader as a last resort, losing records.", { synonyms: ["unclean.leader.election.enable"] }),
  "message.downconversion.enable": boolean(true, null, LOW, RESOURCE, "Converted records for old consumers.", { legacy: true, synonyms: ["log.message.downconversion.enable"] }),
  "message.format.version": string("3.0-IV1", null, MEDIUM, RESOURCE, "Format of stored records; always the current one now.", { legacy: true, synonyms: ["log.message.format.version"] }),
  "message.timestamp.difference.max.ms": long(MAX_LONG, atLeast(0), MEDIUM, RESOURCE, "Replaced by message.timestamp.before.max.ms and message.timestamp.after.max.ms.", { legacy: true, synonyms: ["log.message.timestamp.difference.max.ms"] }),
});
