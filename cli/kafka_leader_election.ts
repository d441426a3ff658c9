/** kafka-leader-election: gives partitions the leaders they should have. */
import {
  type Election,
  ELECTION_TYPES,
  type ElectionType,
  electLeaders,
} from "../client/admin/elections.ts";
import { ApiError, Errors } from "../protocol/errors.ts";
import { clusterOptions, commandSettings, named, openCluster } from "./cluster.ts";
import { errorText } from "./error_text.ts";
import { flagTool } from "./flag_tool.ts";
import { LEADER_ELECTION_FLAGS, type LeaderElectionFlag } from "./leader_election/flags.ts";
import { checkElectionFlags, electionScope } from "./leader_election/partitions.ts";
import { OptionError } from "./options/option_error.ts";
import type { ParsedOptions } from "./options/parsed_options.ts";
import type { ToolOutput } from "./output/tool_output.ts";

export const kafkaLeaderElection = flagTool({
  name: "kafka-leader-election",
  purpose: "This tool elects new leaders: the preferred replicas, or unclean ones.",
  flags: LEADER_ELECTION_FLAGS,
  lists: "always",
  usageAfterParserErrors: false,
  async run(options, { runtime, output }) {
    const type = electionType(options);
    options.number("partition");
    checkElectionFlags(options);
    const partitions = await electionScope(options, runtime);
    const config = options.value("command-config") ?? options.value("admin.config");
    const settings = await commandSettings(runtime, config);
    const connection = clusterOptions(options.value("bootstrap-server")!, settings);
    const cluster = await openCluster(runtime, output, connection);
    try {
      if (partitions?.length === 0) return report(output, type!, []);
      const elections = await named(
        "electLeaders",
        electLeaders(cluster, type!, partitions, cluster.options),
      );
      return report(output, type!, elections);
    } catch (error) {
      const isTimeout = error instanceof ApiError && error.code === Errors.REQUEST_TIMED_OUT;
      if (!isTimeout) throw error;
      const text = "Timeout waiting for election results";
      output.line(text);
      output.errorLine(text);
      return 1;
    } finally {
      cluster.close();
    }
  },
});

/** @throws {OptionError} */
function electionType(options: ParsedOptions<LeaderElectionFlag>): ElectionType | undefined {
  const text = options.value("election-type");
  if (text === undefined) return undefined;
  const name = text.toUpperCase();
  if (Object.hasOwn(ELECTION_TYPES, name)) return name as ElectionType;
  throw new OptionError(`Cannot parse argument '${text}' of option election-type`);
}

function report(output: ToolOutput, type: ElectionType, elections: readonly Election[]): number {
  const nameOf = ({ topic, partition }: Election) => `${topic}-${partition}`;
  const of = (wanted: Outcome) => elections.filter((it) => outcomeOf(it) === wanted);
  const [elected, notNeeded, failed] = [of("elected"), of("notNeeded"), of("failed")];
  const lines = [
    ...elected.length === 0 ? [] : [
      `Successfully completed leader election (${type}) for partitions ` +
      elected.map(nameOf).join(", "),
    ],
    ...notNeeded.length === 0
      ? []
      : [`Valid replica already elected for partitions ${notNeeded.map(nameOf).join(", ")}`],
    ...failed.map((election) =>
      `Error completing leader election (${type}) for partition: ${nameOf(election)}: ` +
      errorText(election.error)
    ),
  ];
  const outcomes = elections.map((election) => {
    const { topic, partition, error } = election;
    const outcome = outcomeOf(election);
    return { topic, partition, outcome, error: outcome === "failed" ? errorText(error) : null };
  });
  output.report(outcomes, lines.map((line) => `${line}\n`).join(""));
  if (failed.length === 0) return 0;
  output.errorLine(`${failed.length} replica(s) could not be elected`);
  return 1;
}

type Outcome = "elected" | "notNeeded" | "failed";

function outcomeOf({ error }: Election): Outcome {
  if (error === null) return "elected";
  return error.code === Errors.ELECTION_NOT_NEEDED ? "notNeeded" : "failed";
}
