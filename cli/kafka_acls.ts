/** kafka-acls: lists, adds and removes access control lists. */
import type { ClusterOptions } from "../client/cluster_client.ts";
import { addAcls, listAcls, removeAcls } from "./acls/actions.ts";
import { checkFlags } from "./acls/check_flags.ts";
import { ACLS_FLAGS, type AclsFlag } from "./acls/flags.ts";
import { type ClientSettings, keyValues } from "./client_settings.ts";
import { clusterOptions, commandSettings, openCluster } from "./cluster.ts";
import { errorText } from "./error_text.ts";
import { flagTool } from "./flag_tool.ts";
import { OptionError, UsageError } from "./options/option_error.ts";
import type { ParsedOptions } from "./options/parsed_options.ts";

const ACTIONS = { list: listAcls, add: addAcls, remove: removeAcls };

export const kafkaAcls = flagTool({
  name: "kafka-acls",
  purpose: "This tool helps to manage acls on kafka.",
  flags: ACLS_FLAGS,
  lists: ["list"],
  usageAfterParserErrors: true,
  async run(options, context) {
    const { runtime, output } = context;
    const action = checkFlags(options);
    try {
      const settings = await commandSettings(runtime, options.value("command-config"));
      const cluster = await openCluster(runtime, output, connectionOf(options, settings));
      try {
        await ACTIONS[action](cluster, options, context);
      } finally {
        cluster.close();
      }
      return 0;
    } catch (error) {
      if (error instanceof UsageError || error instanceof OptionError) throw error;
      output.line(`Error while executing ACL command: ${errorText(error)}`);
      return 1;
    }
  },
});

/** Where the authorizer of the ZooKeeper days kept its ACLs there is a coordinator now. */
function connectionOf(
  options: ParsedOptions<AclsFlag>,
  settings: ClientSettings,
): ClusterOptions {
  const brokers = options.value("bootstrap-server");
  if (brokers !== undefined) return clusterOptions(brokers, settings);
  const properties = keyValues(options.values("authorizer-properties"));
  const controllers = options.value("bootstrap-controller") ??
    properties.get("zookeeper.connect")?.replace(/\/.*$/, "");
  if (controllers === undefined) {
    throw new UsageError("--authorizer-properties must have zookeeper.connect=host:port");
  }
  return { ...clusterOptions(controllers, settings), bootstrapTo: "controllers" };
}
