/** `kafka-storage format`. */
import { type BrokerConfig, buildBrokerConfig } from "../../config/broker_config.ts";
import { ConfigError } from "../../config/config_error.ts";
import { parseHostPort } from "../../config/address.ts";
import { LATEST_METADATA_VERSION, metadataVersionOfRelease } from "../../metadata/features.ts";
import { formatDirectories, type InitialVoters } from "../../metadata/format/format_directories.ts";
import { METADATA_VERSION_FEATURE } from "../../metadata/metadata_version.ts";
import { isUuid } from "../../protocol/uuid.ts";
import { command } from "../argument_tool.ts";
import { readPropertiesAt } from "../client_settings.ts";
import { OptionError } from "../options/option_error.ts";
import { parseFeature } from "./feature.ts";
import { scramRecord } from "./scram.ts";

export const formatCommand = command({
  help: "Format the Kafka log directories on this node.",
  flags: {
    "config": {
      value: "file",
      short: "c",
      required: true,
      help: "The node's server.properties: which directories, which roles.",
    },
    "cluster-id": { value: "id", short: "t", required: true, help: "The id of the cluster." },
    "add-scram": {
      value: "credential",
      short: "S",
      help: "A SCRAM user that the new cluster knows from its start, as " +
        "'SCRAM-SHA-256=[name=alice,password=alice-secret]' or " +
        '\'SCRAM-SHA-512=[name=alice,iterations=8192,salt="N3E=",saltedpassword="YCE="]\'. ' +
        "May be repeated.",
    },
    "ignore-formatted": {
      short: "g",
      help: "Pass over directories that are formatted already.",
    },
    "release-version": {
      value: "version",
      short: "r",
      help: "The Kafka whose features the cluster starts with; from 3.3-IV3, default 4.3-IV0.",
    },
    "feature": {
      value: "feature=level",
      short: "f",
      help: "Level of one feature, as kraft.version=1. May be repeated.",
    },
    "standalone": {
      short: "s",
      help: "This controller is the first voter of a dynamic quorum.",
    },
    "no-initial-controllers": {
      short: "N",
      help: "This node joins a dynamic quorum that exists, or comes to exist elsewhere.",
    },
    "initial-controllers": {
      value: "voters",
      short: "I",
      help: "First voters of a dynamic quorum, the same on all nodes: id@host:port:directory, " +
        "separated by commas.",
    },
  },
  exclusive: [{ flags: ["standalone", "no-initial-controllers", "initial-controllers"] }],
  async run(options, { runtime, output }) {
    const file = await readPropertiesAt(runtime, options.value("config")!);
    // A 3.x file that names a ZooKeeper is not formatted: its start does that.
    for (const key of ["process.roles", "node.id"]) {
      if (file.get(key)?.trim() || key === "node.id" && file.has("broker.id")) continue;
      throw new ConfigError(
        `Missing required configuration "${key}" which has no default value.`,
        key,
      );
    }
    const config = buildBrokerConfig({ file });
    const { node } = config;
    const initialVoters = parseInitialVoters(config, {
      standalone: options.has("standalone"),
      none: options.has("no-initial-controllers"),
      listed: options.value("initial-controllers"),
    });
    const release = options.value("release-version");
    const features = new Map(options.values("feature").map(parseFeature));
    if (features.has(METADATA_VERSION_FEATURE)) {
      throw new OptionError(
        `Use --release-version instead of --feature ${METADATA_VERSION_FEATURE}=` +
          `${features.get(METADATA_VERSION_FEATURE)} to avoid ambiguity.`,
      );
    }
    const { formatted } = await formatDirectories({
      runtime,
      clusterId: options.value("cluster-id")!,
      nodeId: node.id,
      directories: [...new Set([node.metadataLogDir, ...node.logDirs])],
      metadataDirectory: node.metadataLogDir,
      metadataVersion: release === undefined
        ? LATEST_METADATA_VERSION
        : metadataVersionOfRelease(release),
      features,
      scram: options.values("add-scram").map((text) => scramRecord(text, runtime.random)),
      initialVoters,
      ignoreFormatted: options.has("ignore-formatted"),
      onFormatting: (directory, kind, version) =>
        output.line(`Formatting ${kind} ${directory} with metadata.version ${version}.`),
    });
    if (formatted.length === 0) {
      output.line("All of the log directories are already formatted.");
    }
    return 0;
  },
});

/** @throws {OptionError} Where the flags don't suit the configuration. */
function parseInitialVoters(
  { node }: BrokerConfig,
  flags: {
    readonly standalone: boolean;
    readonly none: boolean;
    readonly listed: string | undefined;
  },
): InitialVoters {
  const isDynamic = flags.standalone || flags.listed !== undefined;
  if (isDynamic && node.voters.length > 0) {
    throw new OptionError(
      "You cannot specify controller.quorum.voters and format the node with --initial-controllers " +
        "or --standalone. If you want to use dynamic quorum, please remove " +
        "controller.quorum.voters and specify controller.quorum.bootstrap.servers instead.",
    );
  }
  if (flags.standalone) {
    if (!node.isController) {
      throw new OptionError("You can only use --standalone on a controller.");
    }
    return { kind: "standalone", endpoints: node.advertisedControllerListeners };
  }
  if (flags.listed !== undefined) {
    const name = node.controllerListenerNames[0];
    return { kind: "listed", voters: flags.listed.split(",").map((it) => parseVoter(it, name)) };
  }
  if (!flags.none && node.isController && node.voters.length === 0) {
    throw new OptionError(
      "Because controller.quorum.voters is not set on this controller, you must specify one of the " +
        "following: --standalone, --initial-controllers, or --no-initial-controllers.",
    );
  }
  return { kind: "none" };
}

/** `id@host:port:directory`. */
function parseVoter(text: string, listener: string) {
  const parts = /^\s*(\d{1,10})@(.+):([^:]+)\s*$/.exec(text);
  const address = parts === null ? null : parseHostPort(parts[2]);
  if (parts === null || address === null || !isUuid(parts[3])) {
    throw new OptionError(
      `Invalid value ${text} for --initial-controllers: It should be id@host:port:directory`,
    );
  }
  const endpoints = [{ name: listener, ...address }];
  return { id: Number(parts[1]), directoryId: parts[3], endpoints };
}
