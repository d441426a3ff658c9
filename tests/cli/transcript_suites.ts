/**
 * Every recording of Kafka's tools that is played to ours: how, and where ours may differ. The tests hold them to it, and
 * `docs/tools.md` counts them.
 */
import { AclServer } from "./acl_server.ts";
import { replay } from "./cluster_replay.ts";
import { CLUSTER_TRANSCRIPTS_3_5 } from "./differences/cluster_3_5.ts";
import { CLUSTER_TRANSCRIPTS_4_3 } from "./differences/cluster_4_3.ts";
import { DUMP_LOG_SUITES } from "./dump_log/dump_log_suites.ts";
import { withGroups } from "./group_server.ts";
import type { KafkaVersion, PlayedCase } from "./played_case.ts";
import { Replay, type ReplayTarget } from "./replay.ts";
import { SHELL_SUITE } from "./metadata_shell/shell_suite.ts";
import { DIFFERENCES } from "./transcript_differences.ts";
import type { Difference, Differences } from "./transcript_reasons.ts";

export interface TranscriptSuite {
  readonly name: string;
  readonly version: KafkaVersion;
  /** Where ours may differ, by transcript; a difference must be there unless its reason is chance. */
  readonly differences: Differences;
  /** How many commands must print just what Kafka printed, at least. */
  readonly leastEqual: number;
  play(): Promise<PlayedCase[]>;
}

const EVERYDAY = ["kafka-topics", "kafka-console-producer", "kafka-console-consumer"];
const CLUSTER_TOOLS = [
  "kafka-cluster",
  "kafka-features",
  "kafka-metadata-quorum",
  "kafka-delegation-tokens",
];
const withAuthorizer = () => new AclServer().start(19092);

export const TRANSCRIPT_SUITES: readonly TranscriptSuite[] = [
  onOneNode("4.3", 350, [
    ...EVERYDAY,
    "kafka-storage",
    "kafka-consumer-groups",
    "kafka-configs",
    "kafka-client-metrics",
    "kafka-broker-api-versions",
  ]),
  onOneNode("3.5", 248, [
    ...EVERYDAY,
    "kafka-storage",
    "kafka-consumer-groups",
    "kafka-configs",
    "kafka-broker-api-versions",
  ]),
  onOneNode("4.3", 36, CLUSTER_TOOLS),
  onOneNode("3.5", 16, CLUSTER_TOOLS),
  onOneNode("4.3", 10, ["kafka-groups"], withGroups),
  onOneNode("4.3", 39, ["kafka-acls"], withAuthorizer),
  onOneNode("3.5", 23, ["kafka-acls"], withAuthorizer),
  ...Object.entries({ ...CLUSTER_TRANSCRIPTS_4_3, ...CLUSTER_TRANSCRIPTS_3_5 }).map(
    ([name, { equal, differences, ...options }]): TranscriptSuite => ({
      name,
      version: options.version,
      differences: { [name]: differences },
      leastEqual: equal,
      play: () => replay(name, options),
    }),
  ),
  ...DUMP_LOG_SUITES,
  SHELL_SUITE,
];

/**
 * @param tools In the order in which they were recorded: each finds what the last one left.
 * @param start Default: starts a node of ours.
 */
function onOneNode(
  version: KafkaVersion,
  leastEqual: number,
  tools: readonly string[],
  start?: () => Promise<ReplayTarget>,
): TranscriptSuite {
  const listed = tools.map((tool): [string, readonly Difference[]] => {
    const fixture = `${tool}-${version}`;
    return [fixture, DIFFERENCES[fixture] ?? []];
  });
  return {
    name: `${tools.join(", ")} of Kafka ${version}`,
    version,
    differences: Object.fromEntries(listed),
    leastEqual,
    play: async () => {
      const replay = await Replay.start(version, await start?.());
      const cases: PlayedCase[] = [];
      for (const tool of tools) cases.push(...await replay.run(tool));
      await replay.stop();
      return cases;
    },
  };
}
