/** Settings of a client-metrics subscription (resource type 16). */
import { int, list, MEDIUM, RESOURCE, settings } from "./declaration.ts";
import { anyNames } from "./valid.ts";

// One setting, one line: a table, which the formatter would break up.
// deno-fmt-ignore
export const CLIENT_METRICS_SETTINGS = settings({
  "interval.ms": int(300000, null, MEDIUM, RESOURCE, "How often matching clients push their metrics."),
  "match": list([], anyNames, MEDIUM, RESOURCE, "Clients that the subscription holds for, selector=regular expression; empty for all."),
  "metrics": list([], anyNames, MEDIUM, RESOURCE, "Prefixes of the metrics wanted; * for all, empty for none."),
});
