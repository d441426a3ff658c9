/** Broker settings: transaction coordinator and idempotent producers. */
import {
  boolean,
  CLUSTER_WIDE,
  HIGH,
  int,
  LOW,
  READ_ONLY,
  settings,
  short,
} from "./declaration.ts";
import { atLeast } from "./valid.ts";

// One setting, one line: a table, which the formatter would break up.
// deno-fmt-ignore
export const TRANSACTION_SETTINGS = settings({
  "transaction.max.timeout.ms": int(900000, atLeast(1), HIGH, READ_ONLY, "Largest transaction timeout a producer may ask for."),
  "transaction.abort.timed.out.transaction.cleanup.interval.ms": int(10000, atLeast(1), LOW, READ_ONLY, "How often transactions that ran too long are aborted."),
  "transaction.remove.expired.transaction.cleanup.interval.ms": int(3600000, atLeast(1), LOW, READ_ONLY, "How often unused transactional ids are removed."),
  "transaction.partition.verification.enable": boolean(true, null, LOW, CLUSTER_WIDE, "Asks the coordinator whether a partition belongs to the transaction before writing to it."),
  "transaction.two.phase.commit.enable": boolean(false, null, LOW, READ_ONLY, "Lets producers prepare transactions that never time out."),
  "transaction.state.log.num.partitions": int(50, atLeast(1), HIGH, READ_ONLY, "Partitions of __transaction_state when it is created."),
  "transaction.state.log.replication.factor": short(3, atLeast(1), HIGH, READ_ONLY, "Replicas of __transaction_state when it is created."),
  "transaction.state.log.min.isr": int(2, atLeast(1), HIGH, READ_ONLY, "min.insync.replicas of __transaction_state."),
  "transaction.state.log.segment.bytes": int(104857600, atLeast(1), HIGH, READ_ONLY, "Segment size of __transaction_state when it is created."),
  "transaction.state.log.load.buffer.size": int(5242880, atLeast(1), HIGH, READ_ONLY, "Bytes read at once when transactions are loaded."),
  "transactional.id.expiration.ms": int(604800000, atLeast(1), HIGH, READ_ONLY, "Time without use after which a transactional id is forgotten."),
  "producer.id.expiration.ms": int(86400000, atLeast(1), LOW, CLUSTER_WIDE, "Time without writes after which a partition forgets a producer id."),
  "producer.id.expiration.check.interval.ms": int(600000, atLeast(1), LOW, READ_ONLY, "How often expired producer ids are looked for.", { internal: true }),
  "add.partitions.to.txn.retry.backoff.ms": int(20, atLeast(1), HIGH, READ_ONLY, "Pause before a partition is offered to the transaction coordinator again."),
  "add.partitions.to.txn.retry.backoff.max.ms": int(100, atLeast(0), HIGH, READ_ONLY, "Longest time such retries go on."),
});
