/** Flags of kafka-streams-application-reset. */
import type { Flags } from "../options/flags.ts";
import { DRY_RUN, RESET_COMMITTED_FLAGS, RESET_TO_FLAGS } from "../options/reset_flags.ts";

export const STREAMS_RESET_FLAGS = {
  ...RESET_TO_FLAGS,
  ...RESET_COMMITTED_FLAGS,
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
  "from-file": { value: "file", help: "Reset to the offsets in this CSV file." },
  "force": {
    help: "Throw members out of the group that are still in it. Stop the application before.",
  },
  "dry-run": DRY_RUN,
  "command-config": {
    value: "file name",
    help: "Properties file with settings of the clients.",
  },
  "config-file": { value: "file name", help: "Old name of --command-config." },
  // Of Kafka 3.
  "bootstrap-servers": { value: "urls", help: "Old name of --bootstrap-server.", hidden: true },
} as const satisfies Flags;

export type StreamsResetFlag = keyof typeof STREAMS_RESET_FLAGS;
