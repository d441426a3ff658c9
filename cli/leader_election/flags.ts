/** Flags of kafka-leader-election. */
import type { Flags } from "../options/flags.ts";

export const LEADER_ELECTION_FLAGS = {
  "bootstrap-server": {
    value: "host:port",
    required: true,
    help: "Where to find the cluster: host:port, several separated by commas.",
  },
  "election-type": {
    value: "election",
    required: true,
    help: "PREFERRED: the first replica leads if it is in sync. UNCLEAN: one that is not in sync " +
      "leads where no other is left; records may be lost.",
  },
  "topic": { value: "topic name", help: "The topic of --partition." },
  "partition": {
    value: "partition id",
    type: "Integer",
    help: "The partition of --topic that is to have another leader.",
  },
  "all-topic-partitions": { help: "Elect in all partitions where that changes something." },
  "path-to-json-file": {
    value: "Path to JSON file",
    help: "A file that names the partitions:\n" +
      '{"partitions": [{"topic": "foo", "partition": 1}]}',
  },
  "command-config": {
    value: "config file",
    help: "Properties file with settings of the admin client.",
  },
  "admin.config": { value: "config file", help: "Old name of --command-config." },
} as const satisfies Flags;

export type LeaderElectionFlag = keyof typeof LEADER_ELECTION_FLAGS;
