/** Broker settings: fetching as a follower, the ISR and throttled replication. */
import {
  boolean,
  CLUSTER_WIDE,
  HIGH,
  int,
  long,
  MEDIUM,
  READ_ONLY,
  settings,
  string,
} from "./declaration.ts";
import { MAX_LONG } from "./limits.ts";
import { atLeast } from "./valid.ts";

// One setting, one line: a table, which the formatter would break up.
// deno-fmt-ignore
export const REPLICATION_SETTINGS = settings({
  "num.replica.fetchers": int(1, atLeast(1), HIGH, CLUSTER_WIDE, "Fetches in parallel from each leader's broker."),
  "num.replica.alter.log.dirs.threads": int(null, null, HIGH, READ_ONLY, "Moves between log directories in parallel; one per directory when unset."),
  "replica.lag.time.max.ms": long(30000n, null, HIGH, READ_ONLY, "Time a follower may lag behind before it leaves the ISR."),
  "replica.fetch.wait.max.ms": int(500, null, HIGH, READ_ONLY, "Longest time a follower's fetch waits at the leader."),
  "replica.fetch.min.bytes": int(1, null, HIGH, READ_ONLY, "Bytes that a follower's fetch waits for."),
  "replica.fetch.max.bytes": int(1048576, atLeast(0), MEDIUM, READ_ONLY, "Bytes a follower asks for per partition."),
  "replica.fetch.response.max.bytes": int(10485760, atLeast(0), MEDIUM, READ_ONLY, "Bytes a follower asks for per fetch."),
  "replica.fetch.backoff.ms": int(1000, atLeast(0), MEDIUM, READ_ONLY, "Pause after a failed fetch of a partition."),
  "replica.high.watermark.checkpoint.interval.ms": long(5000n, null, HIGH, READ_ONLY, "How often high watermarks are written down."),
  "replica.selector.class": string(null, null, MEDIUM, READ_ONLY, "Class that picks the replica a consumer reads from; the rack-aware selector is known."),
  "replica.socket.timeout.ms": int(30000, null, HIGH, READ_ONLY, "Longest wait for the answer to a follower's request."),
  "replica.socket.receive.buffer.bytes": int(65536, null, HIGH, READ_ONLY, "SO_RCVBUF of a follower's sockets."),
  "follower.fetch.last.tiered.offset.enable": boolean(false, null, MEDIUM, CLUSTER_WIDE, "Lets a new follower start at the last offset held in remote storage."),
  "follower.replication.throttled.rate": long(MAX_LONG, atLeast(0), MEDIUM, CLUSTER_WIDE, "Bytes a second of throttled replicas that the broker takes as follower.", { internal: true }),
  "leader.replication.throttled.rate": long(MAX_LONG, atLeast(0), MEDIUM, CLUSTER_WIDE, "Bytes a second of throttled replicas that the broker sends as leader.", { internal: true }),
  "replica.alter.log.dirs.io.max.bytes.per.second": long(MAX_LONG, atLeast(0), MEDIUM, CLUSTER_WIDE, "Bytes a second moved between log directories.", { internal: true }),
});
