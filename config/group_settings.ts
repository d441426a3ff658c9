/** Settings of a group (resource type 32), with the broker settings that give their defaults. */
import { boolean, int, MEDIUM, RESOURCE, settings, string } from "./declaration.ts";
import { atLeast, offsetReset, oneOf } from "./valid.ts";

// One setting, one line: a table, which the formatter would break up.
// deno-fmt-ignore
export const GROUP_SETTINGS = settings({
  "consumer.session.timeout.ms": int(45000, atLeast(1), MEDIUM, RESOURCE, "Time without heartbeat after which a member is removed.", { synonyms: ["group.consumer.session.timeout.ms"] }),
  "consumer.heartbeat.interval.ms": int(5000, atLeast(1), MEDIUM, RESOURCE, "Time between heartbeats told to members.", { synonyms: ["group.consumer.heartbeat.interval.ms"] }),
  "consumer.assignment.interval.ms": int(1000, atLeast(0), MEDIUM, RESOURCE, "Shortest time between two assignments.", { synonyms: ["group.consumer.assignment.interval.ms"] }),
  "share.session.timeout.ms": int(45000, atLeast(1), MEDIUM, RESOURCE, "Time without heartbeat after which a member is removed.", { synonyms: ["group.share.session.timeout.ms"] }),
  "share.heartbeat.interval.ms": int(5000, atLeast(1), MEDIUM, RESOURCE, "Time between heartbeats told to members.", { synonyms: ["group.share.heartbeat.interval.ms"] }),
  "share.assignment.interval.ms": int(1000, atLeast(0), MEDIUM, RESOURCE, "Shortest time between two assignments.", { synonyms: ["group.share.assignment.interval.ms"] }),
  "share.auto.offset.reset": string("latest", offsetReset, MEDIUM, RESOURCE, "Where a share group starts: latest, earliest or by_duration:<ISO 8601 duration>."),
  "share.isolation.level": string("read_uncommitted", oneOf("read_committed", "read_uncommitted"), MEDIUM, RESOURCE, "Whether a share group reads records of open and aborted transactions."),
  "share.renew.acknowledge.enable": boolean(true, null, MEDIUM, RESOURCE, "Lets consumers prolong the lock on a record."),
  "share.record.lock.duration.ms": int(30000, atLeast(1000), MEDIUM, RESOURCE, "How long an acquired record stays locked.", { synonyms: ["group.share.record.lock.duration.ms"] }),
  "share.delivery.count.limit": int(5, atLeast(2), MEDIUM, RESOURCE, "Deliveries of a record before it is given up.", { synonyms: ["group.share.delivery.count.limit"] }),
  "share.partition.max.record.locks": int(2000, atLeast(100), MEDIUM, RESOURCE, "Records of a share partition locked at once.", { synonyms: ["group.share.partition.max.record.locks"] }),
  "streams.session.timeout.ms": int(45000, atLeast(1), MEDIUM, RESOURCE, "Time without heartbeat after which a member is removed.", { synonyms: ["group.streams.session.timeout.ms"] }),
  "streams.heartbeat.interval.ms": int(5000, atLeast(1), MEDIUM, RESOURCE, "Time between heartbeats told to members.", { synonyms: ["group.streams.heartbeat.interval.ms"] }),
  "streams.assignment.interval.ms": int(1000, atLeast(0), MEDIUM, RESOURCE, "Shortest time between two assignments.", { synonyms: ["group.streams.assignment.interval.ms"] }),
  "streams.initial.rebalance.delay.ms": int(3000, atLeast(0), MEDIUM, RESOURCE, "Wait for more members before the first assignment of an empty group.", { synonyms: ["group.streams.initial.rebalance.delay.ms"] }),
  "streams.num.standby.replicas": int(0, atLeast(0), MEDIUM, RESOURCE, "Standby copies of each stateful task.", { synonyms: ["group.streams.num.standby.replicas"] }),
});
