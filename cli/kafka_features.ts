/** kafka-features: shows and changes the levels of the cluster's features. */
import {
  adminSession,
  BOOTSTRAP_CONTROLLER,
  BOOTSTRAP_SERVER,
  COMMAND_CONFIG,
} from "./admin_session.ts";
import { argumentTool, type ArgumentToolContext, command } from "./argument_tool.ts";
import { features } from "./features/describe.ts";
import {
  CHANGE_FLAGS,
  changeFeatures,
  type FeatureAction,
  wantedLevels,
} from "./features/update.ts";
import type { ClusterClient } from "../client/cluster_client.ts";
import { OptionError } from "./options/option_error.ts";
import type { ParsedOptions } from "./options/parsed_options.ts";
import { featureDependenciesCommand, versionMappingCommand } from "./storage/feature_commands.ts";

const UNSAFE = { help: "Do it even if metadata may be lost." };

export const kafkaFeatures = argumentTool({
  name: "kafka-features",
  description: "This tool manages feature flags in Kafka.",
  helpExitCode: 0,
  refusesBriefly: true,
  flags: {
    "bootstrap-server": BOOTSTRAP_SERVER,
    "bootstrap-controller": BOOTSTRAP_CONTROLLER,
    "command-config": COMMAND_CONFIG,
  },
  exclusive: [{ flags: ["bootstrap-server", "bootstrap-controller"] }],
  commands: {
    "describe": command({
      help: "Show the levels that are supported, and those that the cluster has agreed on.",
      lists: true,
      flags: {
        "node-id": { value: "id", type: "Integer", help: "Which node to ask; any if not given." },
      },
      run(options, context) {
        const nodeId = options.number("node-id");
        if (nodeId !== undefined && nodeId < 0) {
          throw new OptionError(`Invalid node id ${nodeId}: must be non-negative.`);
        }
        return session(options, context, async (cluster) => {
          context.output.list(await features(cluster, nodeId));
          return 0;
        });
      },
    }),
    "upgrade": changeCommand("upgrade", "Raise levels of features."),
    "downgrade": changeCommand("downgrade", "Lower levels of features."),
    "disable": changeCommand("disable", "Lower levels of features to zero."),
    "version-mapping": versionMappingCommand,
    "feature-dependencies": featureDependenciesCommand,
  },
});

function changeCommand(action: FeatureAction, help: string) {
  const { "dry-run": dryRun } = CHANGE_FLAGS;
  const feature = { value: "feature", help: "A feature. May be repeated." } as const;
  const flags = action === "upgrade"
    ? CHANGE_FLAGS
    : action === "downgrade"
    ? { ...CHANGE_FLAGS, "unsafe": UNSAFE }
    : { feature, "unsafe": UNSAFE, "dry-run": dryRun };
  return command({
    help,
    flags,
    run(options, context) {
      const levels = wantedLevels(options as ParsedOptions<keyof typeof CHANGE_FLAGS>, action);
      const given = options as ParsedOptions;
      const how = { isUnsafe: given.has("unsafe"), isDry: given.has("dry-run") };
      return session(
        given,
        context,
        (cluster) => changeFeatures(cluster, levels, action, how, context.output),
      );
    },
  });
}

function session(
  options: ParsedOptions,
  context: ArgumentToolContext,
  use: (cluster: ClusterClient) => Promise<number>,
): Promise<number> {
  const servers = options.value("bootstrap-server");
  const controllers = options.value("bootstrap-controller");
  if (servers === undefined && controllers === undefined) {
    throw new OptionError("Either --bootstrap-server or --bootstrap-controller must be specified.");
  }
  const settings = options.value("command-config");
  return adminSession(context, { servers, controllers, settings }, use);
}
