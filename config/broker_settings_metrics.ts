/** Broker settings: metrics, client telemetry and quota windows. */
import {
  className,
  CLUSTER_WIDE,
  int,
  list,
  long,
  LOW,
  READ_ONLY,
  settings,
  string,
} from "./declaration.ts";
import { anyNames, atLeast } from "./valid.ts";

// One setting, one line: a table, which the formatter would break up.
// deno-fmt-ignore
export const METRICS_SETTINGS = settings({
  "metric.reporters": list(["org.apache.kafka.common.metrics.JmxReporter"], anyNames, LOW, CLUSTER_WIDE, "Java classes that report metrics; ignored."),
  "metrics.num.samples": int(2, atLeast(1), LOW, READ_ONLY, "Samples kept for a rate."),
  "metrics.sample.window.ms": long(30000n, atLeast(1), LOW, READ_ONLY, "Time span of a sample."),
  "metrics.recording.level": string("INFO", null, LOW, READ_ONLY, "Most detailed level of metrics recorded."),
  "kafka.metrics.reporters": list([], anyNames, LOW, READ_ONLY, "Java classes that report metrics in the older way; ignored."),
  "kafka.metrics.polling.interval.secs": int(10, atLeast(1), LOW, READ_ONLY, "Polling interval of the older reporters; ignored."),
  "telemetry.max.bytes": int(1048576, atLeast(1), LOW, READ_ONLY, "Largest batch of client metrics accepted."),
  "quota.window.num": int(11, atLeast(1), LOW, READ_ONLY, "Samples kept for client quotas."),
  "quota.window.size.seconds": int(1, atLeast(1), LOW, READ_ONLY, "Time span of a client quota sample."),
  "controller.quota.window.num": int(11, atLeast(1), LOW, READ_ONLY, "Samples kept for controller mutation quotas."),
  "controller.quota.window.size.seconds": int(1, atLeast(1), LOW, READ_ONLY, "Time span of a controller mutation quota sample."),
  "replication.quota.window.num": int(11, atLeast(1), LOW, READ_ONLY, "Samples kept for replication quotas."),
  "replication.quota.window.size.seconds": int(1, atLeast(1), LOW, READ_ONLY, "Time span of a replication quota sample."),
  "alter.log.dirs.replication.quota.window.num": int(11, atLeast(1), LOW, READ_ONLY, "Samples kept for the quota on moves between directories."),
  "alter.log.dirs.replication.quota.window.size.seconds": int(1, atLeast(1), LOW, READ_ONLY, "Time span of a sample of that quota."),
  "client.quota.callback.class": className(null, null, LOW, READ_ONLY, "Java class that decides quotas; not supported."),
});
