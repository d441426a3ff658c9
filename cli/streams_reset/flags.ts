/** Flags of kafka-streams-application-reset. */
import type { Flags } from "../options/flags.ts";

export const STREAMS_RESET_FLAGS = {
  "application-id": {
    value: "id",
    required: true,
    help: "The application's id (application.id).",
  },
  "bootstrap-server": {
    value: "server to connect to",
    help: "Where to find the cluster: host:port, several separated by commas. (default: " +
      "localhost:9092)",
  },
  "input-topics": {
    value: "list",
    help: "Topics that the application reads, separated by commas. It will read them from the " +
      "beginning, or from where another flag says.",
  },
  "intermediate-topics": {
    value: "list",
    help: "Topics that the application writes and reads, separated by commas. It will go on at " +
      "their end.",
  },
  "internal-topics": {
    value: "list",
    help:
      "Which of the application's internal topics to delete, separated by commas; all of them " +
      "if not given.",
  },
  "to-offset": { value: "offset", type: "Long", help: "Reset to this offset." },
  "to-datetime": {
    value: "datetime",
    help: "Reset to the first record from this time on: YYYY-MM-DDThh:mm:ss.sss",
  },
  "by-duration": {
    value: "duration",
    help: "Reset to the first record that is not older than this: PnDTnHnMnS",
  },
  "to-earliest": { help: "Reset to the beginning." },
  "to-latest": { help: "Reset to the end." },
  "from-file": { value: "file", help: "Reset to the offsets in this CSV file." },
  "shift-by": {
    value: "number-of-offsets",
    type: "Long",
    help: "Shift the present offsets by this many; fewer than zero go back.",
  },
  "force": {
    help: "Throw members out of the group that are still in it. Stop the application before.",
  },
  "dry-run": { help: "Only show what would be done." },
  "command-config": {
    value: "file name",
    help: "Properties file with settings of the clients.",
  },
  "config-file": { value: "file name", help: "Old name of --command-config." },
  // Of Kafka 3.
  "bootstrap-servers": { value: "urls", help: "Old name of --bootstrap-server.", hidden: true },
} as const satisfies Flags;

export type StreamsResetFlag = keyof typeof STREAMS_RESET_FLAGS;
