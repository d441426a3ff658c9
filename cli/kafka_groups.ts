/** kafka-groups: lists groups of all types. */
import type { ListedGroup } from "../client/admin/groups.ts";
import { allGroups } from "./all_groups.ts";
import { clusterOptions, commandSettings, openCluster } from "./cluster.ts";
import { errorText } from "./error_text.ts";
import { flagTool } from "./flag_tool.ts";
import { type Cell, cellText, type Column, widest } from "./output/listing.ts";
import { BROKERS_FIRST, COMMAND_CONFIG } from "./options/cluster_flags.ts";
import type { Flags } from "./options/flags.ts";
import { UsageError } from "./options/option_error.ts";
import type { ParsedOptions } from "./options/parsed_options.ts";

const LOGGER = "org.apache.kafka.tools.GroupsCommand";
const NO_SERVER = "Missing required option(s) [bootstrap-server]";
const TYPES = ["classic", "consumer", "share", "streams"];
const MIN_WIDTH = 20;

const FLAGS = {
  "bootstrap-server": { ...BROKERS_FIRST, required: true },
  "command-config": COMMAND_CONFIG,
  "list": { help: "List the groups." },
  "group-type": {
    value: "type",
    help: "Only groups of this type: classic, consumer, share or streams.",
  },
  "protocol": { value: "protocol", help: "Only groups whose members speak this protocol." },
  "consumer": {
    help: "Only groups of consumers, of the classic type too, and those that only have offsets.",
  },
  "share": { help: "Only share groups." },
  "streams": { help: "Only groups of Kafka Streams." },
} as const satisfies Flags;
type GroupsFlag = keyof typeof FLAGS;

export const kafkaGroups = flagTool({
  name: "kafka-groups",
  purpose: NO_SERVER,
  helpPurpose: "This tool helps to list groups of all types.",
  flags: FLAGS,
  lists: ["list"],
  usageAfterParserErrors: true,
  async run(options, { runtime, output }) {
    const isWanted = checkFlags(options);
    try {
      const settings = await commandSettings(runtime, options.value("command-config"));
      const servers = options.value("bootstrap-server")!;
      const cluster = await openCluster(runtime, output, clusterOptions(servers, settings));
      try {
        const groups = await allGroups(cluster);
        output.list({
          columns: COLUMNS,
          rows: groups.filter(isWanted),
          kafka: groupsTable,
        });
      } finally {
        cluster.close();
      }
      return 0;
    } catch (error) {
      output.line(`Error while executing groups command : ${(error as Error).message}`);
      output.log("error", errorText(error), LOGGER);
      return 1;
    }
  },
});

/** What the flags let through. @throws {UsageError | GroupTypeError} */
function checkFlags(options: ParsedOptions<GroupsFlag>): (group: ListedGroup) => boolean {
  if (!options.has("bootstrap-server")) throw new UsageError(NO_SERVER);
  if (!options.has("list")) {
    throw new UsageError("Command must include exactly one action: --list.");
  }
  options.refuse("consumer", "group-type", "protocol", "share", "streams");
  options.refuse("share", "consumer", "group-type", "protocol", "streams");
  options.refuse("streams", "consumer", "group-type", "protocol", "share");
  const type = options.value("group-type")?.toLowerCase();
  if (type !== undefined && !TYPES.includes(type)) {
    throw new GroupTypeError("--group-type must be a valid group type.");
  }
  const protocol = options.value("protocol");
  const shown = options.has("share") ? "share" : options.has("streams") ? "streams" : type;
  return (group) => {
    const groupType = group.type.toLowerCase();
    if (options.has("consumer")) {
      const isPlain = group.protocolType === "" || group.protocolType === "consumer";
      return groupType === "consumer" || (groupType === "classic" || groupType === "") && isPlain;
    }
    return (shown === undefined || groupType === shown) &&
      (protocol === undefined || group.protocolType === protocol);
  };
}

/** There is no such type of groups. */
export class GroupTypeError extends Error {
  override name = "GroupTypeError";
}

const COLUMNS: readonly Column<ListedGroup>[] = [
  { title: "GROUP", of: ({ groupId }) => groupId },
  { title: "TYPE", of: ({ type }) => type.slice(0, 1).toUpperCase() + type.slice(1) },
  { title: "PROTOCOL", of: ({ protocolType }) => protocolType },
];

/** All columns are as wide as the longest group id; rows end with a blank more than the heading. */
function groupsTable(
  columns: readonly Column<ListedGroup>[],
  groups: readonly ListedGroup[],
): string {
  const width = widest(groups.map(({ groupId }) => groupId), MIN_WIDTH);
  const line = (cells: readonly Cell[]) =>
    cells.map((cell) => cellText(cell).padEnd(width)).join(" ");
  const rows = groups.map((group) => `${line(columns.map(({ of }) => of(group)))} \n`);
  return `${line(columns.map(({ title }) => title))}\n${rows.join("")}`;
}
