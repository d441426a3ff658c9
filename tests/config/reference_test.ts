import { assert, assertEquals } from "@std/assert";
import { BROKER_SETTINGS } from "../../config/broker_settings.ts";
import { CLIENT_METRICS_SETTINGS } from "../../config/client_metrics_settings.ts";
import { GROUP_SETTINGS } from "../../config/group_settings.ts";
import { settingsReference } from "../../config/reference.ts";
import { TOPIC_SETTINGS } from "../../config/topic_settings.ts";

Deno.test("settingsReference has one row for every setting and well-formed tables", () => {
  const page = settingsReference().split("\n");
  const rows = page.filter((line) => line.startsWith("| `"));
  const tables = [BROKER_SETTINGS, TOPIC_SETTINGS, GROUP_SETTINGS, CLIENT_METRICS_SETTINGS];
  const declared = tables.flatMap((table) =>
    Object.values(table).filter((it) => !(table === TOPIC_SETTINGS && it.options.internal))
  );
  // A 3.x key that is internal too is listed under both headings.
  const twice = declared.filter((it) => it.options.internal && it.options.legacy);
  assertEquals(rows.length, declared.length + twice.length);
  for (const row of rows) assertEquals(row.replaceAll("\\|", "").split("|").length, 8, row);
});

Deno.test("settingsReference shows type, default, bounds, change and synonyms", () => {
  const page = settingsReference();
  assert(
    page.includes(
      "| `num.partitions` | int | `1` | `[1,...]` | restart | Partitions of a topic created without a count. |",
    ),
  );
  assert(
    page.includes(
      "Default from `log.retention.ms`, `log.retention.minutes`, `log.retention.hours`.",
    ),
  );
  assert(page.includes("| `node.id` | int | required |"));
});
