/** kafka-consumer-groups: lists, describes and deletes consumer groups, and moves their offsets. */
import type { ClusterClient } from "../client/cluster_client.ts";
import { ApiError, Errors } from "../protocol/errors.ts";
import { clusterOptions, commandSettings, openCluster } from "./cluster.ts";
import { checkFlags, type ConsumerGroupsAction } from "./consumer_groups/check_flags.ts";
import { regexProblem } from "./consumer_groups/check_regex.ts";
import { removeGroups } from "./consumer_groups/delete_groups.ts";
import { deleteOffsets } from "./consumer_groups/delete_offsets.ts";
import { describeGroups } from "./consumer_groups/describe_groups.ts";
import { CONSUMER_GROUPS_FLAGS, type ConsumerGroupsFlag } from "./consumer_groups/flags.ts";
import { printGroups } from "./consumer_groups/list_groups.ts";
import { resetOffsets } from "./consumer_groups/reset_offsets.ts";
import { errorText } from "./error_text.ts";
import { failureText } from "./failure_text.ts";
import { flagTool, type FlagToolContext } from "./flag_tool.ts";
import { NoBrokersError } from "./no_brokers_error.ts";
import { UsageError } from "./options/option_error.ts";
import type { ParsedOptions } from "./options/parsed_options.ts";

const DEFAULT_TIMEOUT_MS = 30000;

/**
 * What fails ends with an error on standard output and the exit code 0, as scripts know it from Kafka. Tables have the
 * columns of Kafka 4.3; lines that scripts may look for, such as `Consumer group 'x' does not exist.`, are 3.5's.
 */
export const kafkaConsumerGroups = flagTool({
  name: "kafka-consumer-groups",
  purpose:
    "This tool helps to list all consumer groups, describe a consumer group, delete consumer group info, " +
    "or reset consumer group offsets.",
  flags: CONSUMER_GROUPS_FLAGS,
  lists: ["list", "describe", "reset-offsets"],
  usageAfterParserErrors: false,
  async run(options, context) {
    const { runtime, output } = context;
    const action = checkFlags(options, output);
    if (action === "validate-regex") {
      const regex = options.value("validate-regex")!;
      const problem = regexProblem(regex);
      output.line(
        `The regular expression \`${regex}\` is ${
          problem === null ? "valid" : `invalid: ${problem}`
        }.`,
      );
      return 0;
    }
    try {
      const timeoutMs = options.number("timeout") ?? DEFAULT_TIMEOUT_MS;
      const settings = await commandSettings(runtime, options.value("command-config"));
      const connection = clusterOptions(options.value("bootstrap-server")!, settings);
      const cluster = await openCluster(runtime, output, { ...connection, timeoutMs });
      try {
        await act(action, cluster, options, context);
      } finally {
        cluster.close();
      }
    } catch (error) {
      if (error instanceof UsageError) throw error;
      // What the tool itself finds missing is named without the error's class.
      const isOwnFinding = error instanceof ApiError
        ? error.code === Errors.UNKNOWN_TOPIC_OR_PARTITION
        : !(error instanceof NoBrokersError);
      const cause = isOwnFinding ? (error as Error).message : errorText(error);
      output.line(`\nError: Executing consumer group command failed due to ${cause}`);
      output.errorLine(error instanceof ApiError ? errorText(error) : failureText(error));
    }
    return 0;
  },
});

async function act(
  action: Exclude<ConsumerGroupsAction, "validate-regex">,
  cluster: ClusterClient,
  options: ParsedOptions<ConsumerGroupsFlag>,
  context: FlagToolContext,
): Promise<void> {
  const { output } = context;
  switch (action) {
    case "list":
      return await printGroups(cluster, options, output);
    case "describe":
      return await describeGroups(cluster, options, output);
    case "delete":
      return await removeGroups(cluster, options, output);
    case "reset-offsets":
      return await resetOffsets(cluster, options, context);
    case "delete-offsets":
      return await deleteOffsets(cluster, options, output);
  }
}
