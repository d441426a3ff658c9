/** kafka-reassign-partitions: moves partitions between brokers, and between directories of a broker. */
import type { ClusterClient } from "../client/cluster_client.ts";
import { clusterOptions, commandSettings, openCluster } from "./cluster.ts";
import { errorText } from "./error_text.ts";
import { flagTool } from "./flag_tool.ts";
import type { ParsedOptions } from "./options/parsed_options.ts";
import type { ToolOutput } from "./output/tool_output.ts";
import { readPlanAt } from "./read_text.ts";
import { cancelPlan, printReassignments } from "./reassign/cancel.ts";
import { checkReassignFlags, type ReassignAction } from "./reassign/check_flags.ts";
import { executePlan } from "./reassign/execute.ts";
import { REASSIGN_FLAGS, type ReassignFlag } from "./reassign/flags.ts";
import { generatePlan } from "./reassign/generate.ts";
import { verifyPlan } from "./reassign/verify.ts";

const DEFAULT_TIMEOUT_MS = 10000;

export const kafkaReassignPartitions = flagTool({
  name: "kafka-reassign-partitions",
  purpose: "This tool moves partitions between brokers.",
  flags: REASSIGN_FLAGS,
  lists: ["list", "verify"],
  usageAfterParserErrors: false,
  async run(options, { runtime, output }) {
    const action = checkReassignFlags(options, Object.keys(REASSIGN_FLAGS) as ReassignFlag[]);
    const settings = await commandSettings(runtime, options.value("command-config"));
    const servers = options.value("bootstrap-server");
    const controllers = options.value("bootstrap-controller");
    const cluster = await openCluster(runtime, output, {
      ...clusterOptions(servers ?? controllers!, settings),
      bootstrapTo: servers === undefined ? "controllers" : "brokers",
    });
    try {
      await run(action, cluster, output, options);
      return 0;
    } catch (error) {
      output.line(`Error: ${errorText(error)}`);
      return 1;
    } finally {
      cluster.close();
    }
  },
});

/** @throws {JsonError | OptionError | ApiError} */
async function run(
  action: ReassignAction,
  cluster: ClusterClient,
  output: ToolOutput,
  options: ParsedOptions<ReassignFlag>,
): Promise<void> {
  const planText = () => readPlanAt(cluster.runtime, options.value("reassignment-json-file")!);
  switch (action) {
    case "list":
      return await printReassignments(cluster, output);
    case "generate": {
      const path = options.value("topics-to-move-json-file")!;
      return await generatePlan(cluster, output, {
        topicsText: await readPlanAt(cluster.runtime, path),
        brokerList: options.value("broker-list")!,
        isRackAware: !options.has("disable-rack-aware"),
      });
    }
    case "execute":
      return await executePlan(cluster, output, {
        planText: await planText(),
        isAdditional: options.has("additional"),
        throttle: options.number("throttle"),
        logDirThrottle: options.number("replica-alter-log-dirs-throttle"),
        timeoutMs: options.number("timeout") ?? DEFAULT_TIMEOUT_MS,
        mayChangeFactor: !options.has("disallow-replication-factor-change"),
      });
    case "verify":
      return await verifyPlan(cluster, output, await planText(), options.has("preserve-throttles"));
    case "cancel":
      return await cancelPlan(cluster, output, await planText(), options.has("preserve-throttles"));
  }
}
