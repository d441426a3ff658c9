/** kafka-configs: shows and changes settings of topics, brokers, loggers, groups, users, clients and addresses. */
import type { ClusterClient, ClusterOptions } from "../client/cluster_client.ts";
import type { ClientSettings } from "./client_settings.ts";
import { clusterOptions, commandSettings, openCluster } from "./cluster.ts";
import { givenChanges } from "./configs/changes.ts";
import { type CheckedEntities, checkFlags } from "./configs/check_flags.ts";
import { ConfigCommandError } from "./configs/config_command_error.ts";
import { givenEntities, singular } from "./configs/entities.ts";
import { CONFIGS_FLAGS, type ConfigsFlag } from "./configs/flags.ts";
import { alterPrincipals, describePrincipals } from "./configs/principals.ts";
import { alterResource, describeResources } from "./configs/resources.ts";
import { errorText } from "./error_text.ts";
import { flagTool, type FlagToolContext } from "./flag_tool.ts";
import { OptionError, UsageError } from "./options/option_error.ts";
import type { ParsedOptions } from "./options/parsed_options.ts";

type ConfigsOptions = ParsedOptions<ConfigsFlag>;

export const kafkaConfigs = flagTool({
  name: "kafka-configs",
  purpose: "This tool helps to manipulate and describe entity config for a topic, client, user, " +
    "broker, ip, client-metrics or group",
  flags: CONFIGS_FLAGS,
  lists: ["describe"],
  usageAfterParserErrors: false,
  async run(options, context) {
    const { runtime, args, output } = context;
    const entities = checkFlags(options, givenEntities(options, args));
    try {
      const settings = await commandSettings(runtime, options.value("command-config"));
      const cluster = await openCluster(runtime, output, connectionOf(options, settings));
      try {
        if (options.has("describe")) await describe(cluster, options, entities, context);
        else await alter(cluster, options, entities, context);
      } finally {
        cluster.close();
      }
      return 0;
    } catch (error) {
      const isOfTheCommandLine = error instanceof UsageError || error instanceof OptionError ||
        error instanceof ConfigCommandError;
      if (isOfTheCommandLine) throw error;
      output.errorLine(`Error while executing config command with args '${args.join(" ")}'`);
      output.errorLine(errorText(error));
      return 1;
    }
  },
});

/** Where ZooKeeper stood there is a coordinator, which speaks the protocol of controllers. */
function connectionOf(options: ConfigsOptions, settings: ClientSettings): ClusterOptions {
  const brokers = options.value("bootstrap-server");
  if (brokers !== undefined) return clusterOptions(brokers, settings);
  const controllers = options.value("bootstrap-controller") ??
    options.value("zookeeper")!.replace(/\/.*$/, "");
  return { ...clusterOptions(controllers, settings), bootstrapTo: "controllers" };
}

async function describe(
  cluster: ClusterClient,
  options: ConfigsOptions,
  entities: CheckedEntities,
  { output }: FlagToolContext,
): Promise<void> {
  const { types: [type], names } = entities;
  switch (type) {
    case "users":
    case "clients":
    case "ips":
      return await describePrincipals(cluster, entities, output);
    default:
      return await describeResources(cluster, type, names[0], options.has("all"), output);
  }
}

async function alter(
  cluster: ClusterClient,
  options: ConfigsOptions,
  entities: CheckedEntities,
  { runtime, output }: FlagToolContext,
): Promise<void> {
  const changes = await givenChanges(runtime, options);
  const { types: [type], names: [name] } = entities;
  switch (type) {
    case "users":
    case "clients":
    case "ips":
      await alterPrincipals(cluster, entities, changes, runtime.random);
      break;
    default:
      await alterResource(cluster, type, name, changes);
  }
  output.line(
    name === ""
      ? `Completed updating default config for ${type} in the cluster.`
      : `Completed updating config for ${singular(type)} ${name}.`,
  );
}
