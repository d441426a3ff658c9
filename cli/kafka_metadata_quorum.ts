/** kafka-metadata-quorum: shows the quorum of controllers, and changes who belongs to it. */
import { addVoter, describeQuorum, removeVoter } from "../client/admin/quorum.ts";
import { formatListener } from "../config/listener.ts";
import { isUuid } from "../protocol/uuid.ts";
import {
  adminSession,
  BOOTSTRAP_CONTROLLER,
  BOOTSTRAP_SERVER,
  COMMAND_CONFIG,
} from "./admin_session.ts";
import { argumentTool, type ArgumentToolContext, command } from "./argument_tool.ts";
import type { ClusterClient } from "../client/cluster_client.ts";
import { named } from "./cluster.ts";
import { newController } from "./metadata_quorum/new_controller.ts";
import { quorumReplication, quorumStatus } from "./metadata_quorum/quorum_text.ts";
import { OptionError } from "./options/option_error.ts";
import type { ParsedOptions } from "./options/parsed_options.ts";
import { DRY_RUN } from "./options/reset_flags.ts";

export const kafkaMetadataQuorum = argumentTool({
  name: "kafka-metadata-quorum",
  description: "This tool describes kraft metadata quorum status.",
  helpExitCode: 0,
  flags: {
    "bootstrap-server": BOOTSTRAP_SERVER,
    "bootstrap-controller": BOOTSTRAP_CONTROLLER,
    "command-config": {
      ...COMMAND_CONFIG,
      help: "Properties file with settings of the admin client; of add-controller also the file " +
        "of the controller that is added.",
    },
  },
  exclusive: [{ flags: ["bootstrap-server", "bootstrap-controller"], required: true }],
  commands: {
    "describe": command({
      help: "Show the quorum: a summary, or how far each member is.",
      lists: true,
      flags: {
        "status": { help: "A summary." },
        "replication": { help: "How far each member is." },
        "human-readable": { help: "With --replication: times as distances from now." },
      },
      run(options, context) {
        const { output, runtime: { clock } } = context;
        const [status, replication] = [options.has("status"), options.has("replication")];
        if (status && replication) {
          throw new OptionError(
            "Only one of --status or --replication should be specified with describe sub-command",
          );
        }
        if (!status && !replication) {
          throw new OptionError(
            "One of --status or --replication must be specified with describe sub-command",
          );
        }
        const isRelative = options.has("human-readable");
        if (isRelative && !replication) {
          throw new OptionError(
            "The option --human-readable is only supported along with --replication",
          );
        }
        return session(options, context, async (cluster) => {
          if (status) await named("listNodes", cluster.nodes());
          const quorum = await named("describeMetadataQuorum", describeQuorum(cluster));
          if (status) output.list(quorumStatus(cluster.metadata.clusterId, quorum));
          else output.list(quorumReplication(quorum, isRelative ? clock.now() : null));
        });
      },
    }),
    "add-controller": command({
      help: "Make a controller a voter.",
      flags: { "dry-run": DRY_RUN },
      run(options, context) {
        const path = (options as ParsedOptions).value("command-config");
        if (path === undefined) {
          throw new OptionError(
            "You must supply the configuration file of the controller you are adding when using " +
              "add-controller.",
          );
        }
        return session(options, context, async (cluster) => {
          const controller = await newController(context.runtime, path);
          const isDry = options.has("dry-run");
          if (!isDry) await named("addRaftVoter", addVoter(cluster, controller));
          const { id, directoryId, endpoints } = controller;
          context.output.line(
            `${isDry ? "DRY RUN of adding" : "Added"} controller ${id} with directory id ` +
              `${directoryId} and endpoints: ${endpoints.map(formatListener).join(", ")}`,
          );
        });
      },
    }),
    "remove-controller": command({
      help: "Take a controller out of the voters.",
      flags: {
        "controller-id": {
          value: "id",
          type: "Integer",
          short: "i",
          required: true,
          help: "The controller.",
        },
        "controller-directory-id": {
          value: "id",
          short: "d",
          required: true,
          help: "The id of its metadata directory.",
        },
        "dry-run": DRY_RUN,
      },
      run(options, context) {
        const id = options.number("controller-id")!;
        const directoryId = options.value("controller-directory-id")!;
        if (id < 0) throw new OptionError(`Invalid negative --controller-id: ${id}`);
        if (!isUuid(directoryId)) {
          throw new OptionError(`Failed to parse --controller-directory-id: ${directoryId}`);
        }
        const isDry = options.has("dry-run");
        return session(options, context, async (cluster) => {
          if (!isDry) await named("removeRaftVoter", removeVoter(cluster, id, directoryId));
          context.output.line(
            `${
              isDry ? "DRY RUN of removing " : "Removed "
            } KRaft controller ${id} with directory ` +
              `id ${directoryId}`,
          );
        });
      },
    }),
  },
});

function session(
  options: ParsedOptions,
  context: ArgumentToolContext,
  use: (cluster: ClusterClient) => Promise<void>,
): Promise<number> {
  return adminSession(context, {
    servers: options.value("bootstrap-server"),
    controllers: options.value("bootstrap-controller"),
    settings: options.value("command-config"),
  }, async (cluster) => {
    await use(cluster);
    return 0;
  });
}
