/**
 * Broker settings: tiered storage. Declared so that files and tools find the keys; remote storage itself is not offered.
 */
import {
  boolean,
  CLUSTER_WIDE,
  double,
  int,
  long,
  LOW,
  MEDIUM,
  READ_ONLY,
  settings,
  string,
} from "./declaration.ts";
import { MAX_LONG } from "./limits.ts";
import { atLeast, between, nonEmpty } from "./valid.ts";

// One setting, one line: a table, which the formatter would break up.
// deno-fmt-ignore
export const REMOTE_STORAGE_SETTINGS = settings({
  "remote.log.storage.system.enable": boolean(false, null, MEDIUM, READ_ONLY, "Switches tiered storage on."),
  "remote.log.storage.manager.class.name": string(null, nonEmpty, MEDIUM, READ_ONLY, "Java class that stores segments remotely."),
  "remote.log.storage.manager.class.path": string(null, null, MEDIUM, READ_ONLY, "Class path of the remote storage manager."),
  "remote.log.storage.manager.impl.prefix": string("rsm.config.", nonEmpty, MEDIUM, READ_ONLY, "Prefix of the keys handed to the remote storage manager."),
  "remote.log.metadata.manager.class.name": string("org.apache.kafka.server.log.remote.metadata.storage.TopicBasedRemoteLogMetadataManager", nonEmpty, MEDIUM, READ_ONLY, "Java class that stores the metadata of remote segments."),
  "remote.log.metadata.manager.class.path": string(null, null, MEDIUM, READ_ONLY, "Class path of the remote metadata manager."),
  "remote.log.metadata.manager.impl.prefix": string("rlmm.config.", nonEmpty, MEDIUM, READ_ONLY, "Prefix of the keys handed to the remote metadata manager."),
  "remote.log.metadata.manager.listener.name": string(null, nonEmpty, MEDIUM, READ_ONLY, "Listener that the remote metadata manager connects to."),
  "remote.log.metadata.custom.metadata.max.bytes": int(128, atLeast(0), LOW, READ_ONLY, "Largest custom metadata of a remote segment."),
  "remote.log.index.file.cache.total.size.bytes": long(1073741824n, atLeast(1), LOW, CLUSTER_WIDE, "Local space for indexes of remote segments."),
  "remote.log.index.file.cache.ttl.ms": long(900000n, atLeast(-1), LOW, READ_ONLY, "How long an unused index of a remote segment stays cached.", { internal: true }),
  "remote.log.manager.thread.pool.size": int(2, atLeast(1), MEDIUM, READ_ONLY, "Threads that schedule remote work."),
  "remote.log.manager.copier.thread.pool.size": int(10, atLeast(1), MEDIUM, CLUSTER_WIDE, "Threads that copy segments."),
  "remote.log.manager.expiration.thread.pool.size": int(10, atLeast(1), MEDIUM, CLUSTER_WIDE, "Threads that delete expired remote segments."),
  "remote.log.manager.follower.thread.pool.size": int(2, atLeast(1), MEDIUM, CLUSTER_WIDE, "Threads that do a follower's remote work."),
  "remote.log.manager.task.interval.ms": long(30000n, atLeast(1), LOW, READ_ONLY, "How often partitions are looked at for remote work."),
  "remote.log.manager.task.retry.backoff.ms": long(500n, atLeast(1), LOW, READ_ONLY, "First pause after failed remote work.", { internal: true }),
  "remote.log.manager.task.retry.backoff.max.ms": long(30000n, atLeast(1), LOW, READ_ONLY, "Largest pause after failed remote work.", { internal: true }),
  "remote.log.manager.task.retry.jitter": double(0.2, between(0, 0.5), LOW, READ_ONLY, "Random share of that pause.", { internal: true }),
  "remote.log.manager.copy.max.bytes.per.second": long(MAX_LONG, atLeast(1), MEDIUM, CLUSTER_WIDE, "Bytes a second copied to remote storage."),
  "remote.log.manager.copy.quota.window.num": int(11, atLeast(1), MEDIUM, READ_ONLY, "Samples kept for the copy quota."),
  "remote.log.manager.copy.quota.window.size.seconds": int(1, atLeast(1), MEDIUM, READ_ONLY, "Time span of a copy quota sample."),
  "remote.log.manager.fetch.max.bytes.per.second": long(MAX_LONG, atLeast(1), MEDIUM, CLUSTER_WIDE, "Bytes a second read from remote storage."),
  "remote.log.manager.fetch.quota.window.num": int(11, atLeast(1), MEDIUM, READ_ONLY, "Samples kept for the read quota."),
  "remote.log.manager.fetch.quota.window.size.seconds": int(1, atLeast(1), MEDIUM, READ_ONLY, "Time span of a read quota sample."),
  "remote.log.reader.threads": int(10, atLeast(1), MEDIUM, CLUSTER_WIDE, "Threads that read from remote storage."),
  "remote.log.reader.max.pending.tasks": int(100, atLeast(1), MEDIUM, READ_ONLY, "Remote reads that may wait."),
  "remote.fetch.max.wait.ms": int(500, atLeast(1), MEDIUM, CLUSTER_WIDE, "Longest wait of a fetch for remote data."),
  "remote.list.offsets.request.timeout.ms": long(30000n, atLeast(1), MEDIUM, CLUSTER_WIDE, "Longest wait of an offset lookup for remote data."),
});
