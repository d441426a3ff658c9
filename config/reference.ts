/** The reference page of all settings, printed from their declarations. */
import { BROKER_SETTINGS } from "./broker_settings.ts";
import { CLIENT_METRICS_SETTINGS } from "./client_metrics_settings.ts";
import { type Change, REQUIRED, type Setting, type SettingTable } from "./declaration.ts";
import { formatValue } from "./format_value.ts";
import { GROUP_SETTINGS } from "./group_settings.ts";
import { MAX_LONG } from "./limits.ts";
import { TOPIC_SETTINGS } from "./topic_settings.ts";

const CHANGES: Readonly<Record<Change, string>> = {
  "read-only": "restart",
  "per-broker": "per broker",
  "cluster-wide": "per broker or for all",
  "resource": "any time",
};

/** A Markdown page: one table per resource, one row per setting. */
export function settingsReference(): string {
  return [
    "# Settings",
    "",
    "Every setting that Ottla knows, with Kafka's name, type, default and bounds. Printed from the declarations in `config/`.",
    "",
    ...section("Broker", (it) => !it.options.internal && !it.options.legacy, BROKER_SETTINGS),
    ...section("Topic", (it) => !it.options.internal && !it.options.legacy, TOPIC_SETTINGS),
    ...section("Group", () => true, GROUP_SETTINGS),
    ...section("Client metrics", () => true, CLIENT_METRICS_SETTINGS),
    ...section("Broker, internal", (it) => !!it.options.internal, BROKER_SETTINGS),
    ...section("Broker, from Kafka 3.x", (it) => !!it.options.legacy, BROKER_SETTINGS),
    ...section("Topic, from Kafka 3.x", (it) => !!it.options.legacy, TOPIC_SETTINGS),
  ].join("\n");
}

function section(
  title: string,
  belongs: (setting: Setting) => boolean,
  table: SettingTable,
): string[] {
  const rows = Object.values(table).filter(belongs).map(row).sort();
  return [
    `## ${title}`,
    "",
    "| Setting | Type | Default | Valid | Change | What it does |",
    "|---|---|---|---|---|---|",
    ...rows,
    "",
  ];
}

function row(setting: Setting): string {
  const { name, type, valid, change, doc, options } = setting;
  const from = options.synonyms ? ` Default from ${options.synonyms.map(code).join(", ")}.` : "";
  const cells = [
    code(name),
    type,
    defaultText(setting),
    valid?.text ? code(valid.text) : "",
    CHANGES[change],
    doc + from,
  ];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

function defaultText(setting: Setting): string {
  if (setting.default === REQUIRED) return "required";
  if (setting.default === MAX_LONG || setting.default === Number.MAX_VALUE) return "no limit";
  const text = formatValue(setting.type, setting.default);
  return text === null ? "none" : text === "" ? "empty" : code(text);
}

function code(text: string): string {
  return `\`${text}\``;
}
