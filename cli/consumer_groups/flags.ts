/** The flags of kafka-consumer-groups, of Kafka 3.5 and 4.3. */
import { COMMAND_CONFIG } from "../options/cluster_flags.ts";
import type { Flags } from "../options/flags.ts";

export const CONSUMER_GROUPS_FLAGS = {
  "bootstrap-server": {
    value: "server to connect to",
    help: "REQUIRED: the brokers to ask first, host:port separated by commas.",
  },
  "command-config": COMMAND_CONFIG,
  "list": { help: "List the consumer groups." },
  "describe": {
    help: "Show where groups stand, and how far behind the end of the log that is.",
  },
  "delete": {
    help: "Delete groups that have no members, with all that they have committed.",
  },
  "reset-offsets": {
    help: "Move the committed offsets of groups without members. Needs one of --to-earliest, " +
      "--to-latest, --to-current, --to-offset, --shift-by, --to-datetime, --by-duration and " +
      "--from-file; except with the last one also --topic or --all-topics. Only shows what it " +
      "would do unless --execute is given.",
  },
  "delete-offsets": { help: "Delete what one group has committed for the topics of --topic." },
  "validate-regex": {
    value: "regex",
    help: "Check whether a regular expression for topics can be used in a subscription (RE2).",
  },
  "group": { value: "consumer group", help: "The group. May be repeated." },
  "all-groups": { help: "All consumer groups." },
  "topic": {
    value: "topic",
    help: "A topic, or partitions of it: topic1:0,1,2. For --reset-offsets and --delete-offsets. " +
      "May be repeated.",
  },
  "all-topics": { help: "With --reset-offsets: all topics that the group has offsets of." },
  "members": { help: "With --describe: the members of the group." },
  "offsets": { help: "With --describe: the offsets of the group's partitions; the default." },
  "state": {
    value: "states",
    valueOptional: true,
    help: "With --describe: coordinator and state of the group. With --list: the state of each " +
      "group too, or only groups in the given states, separated by commas.",
  },
  "type": {
    value: "types",
    valueOptional: true,
    help: "With --list: the type of each group too, or only groups of the given types: classic, " +
      "consumer.",
  },
  "verbose": { help: "With --describe: more columns." },
  "timeout": {
    value: "timeout (ms)",
    type: "Long",
    help: "How long to wait for the cluster. (default: 30000)",
  },
  "dry-run": { help: "With --reset-offsets: only show what would be done; the default." },
  "execute": { help: "With --reset-offsets: do it." },
  "export": { help: "With --reset-offsets: show the offsets as CSV, for --from-file." },
  "to-earliest": { help: "Reset to the start of the log." },
  "to-latest": { help: "Reset to the end of the log." },
  "to-current": {
    help: "Reset to what is committed; to the end of the log where nothing is.",
  },
  "to-offset": { value: "offset", type: "Long", help: "Reset to this offset." },
  "shift-by": {
    value: "number-of-offsets",
    type: "Long",
    help: "Move the committed offset by so many records, back if negative.",
  },
  "to-datetime": {
    value: "datetime",
    help: "Reset to the first record from that time on: YYYY-MM-DDThh:mm:ss.sss, in UTC unless a " +
      "zone follows.",
  },
  "by-duration": {
    value: "duration",
    help: "Reset to the first record of that time before now: PnDTnHnMnS.",
  },
  "from-file": {
    value: "path to CSV file",
    help: "Reset to the offsets of a file: topic,partition,offset lines, or " +
      "group,topic,partition,offset for several groups.",
  },
  // Of old versions, and without a meaning now.
  "new-consumer": { help: "Ignored.", hidden: true },
} as const satisfies Flags;

export type ConsumerGroupsFlag = keyof typeof CONSUMER_GROUPS_FLAGS;
