/** `kafka-storage info`. */
import { buildBrokerConfig } from "../../config/broker_config.ts";
import { type Disk, RuntimeError } from "../../runtime/runtime.ts";
import {
  type MetaProperties,
  readMetaProperties,
} from "../../storage/directories/meta_properties.ts";
import { CorruptFileError } from "../../storage/errors.ts";
import { command } from "../argument_tool.ts";
import { readPropertiesAt } from "../client_settings.ts";

export const infoCommand = command({
  help: "Get information about the Kafka log directories on this node.",
  lists: true,
  flags: {
    "config": {
      value: "file",
      short: "c",
      required: true,
      help: "The node's server.properties: which directories.",
    },
  },
  async run(options, { runtime, output }) {
    const file = await readPropertiesAt(runtime, options.value("config")!);
    const { node } = buildBrokerConfig({ file });
    const paths = [...new Set([node.metadataLogDir, ...node.logDirs])].sort();
    const { found, metadata, problems } = await inspect(runtime.disk, paths);
    const exitCode = problems.length === 0 ? 0 : 1;
    if (output.isJson) {
      output.json({ directories: found, metadata, problems });
      return exitCode;
    }
    const section = (title: string, lines: readonly string[]) => {
      output.heading(title);
      for (const line of lines) output.line(`  ${line}`);
      output.line("");
    };
    if (found.length > 0) {
      section(`Found log ${found.length > 1 ? "directories" : "directory"}:`, found);
    }
    if (metadata !== null) section(`Found metadata: ${metadataText(metadata)}`, []);
    if (problems.length > 0) section(`Found problem${problems.length > 1 ? "s" : ""}:`, problems);
    return exitCode;
  },
});

interface Findings {
  readonly found: string[];
  metadata: MetaProperties | null;
  readonly problems: string[];
}

async function inspect(disk: Disk, paths: readonly string[]): Promise<Findings> {
  const findings: Findings = { found: [], metadata: null, problems: [] };
  for (const path of paths) {
    const problem = await inspectOne(disk, path, findings);
    if (problem !== null) findings.problems.push(problem);
  }
  return findings;
}

async function inspectOne(disk: Disk, path: string, findings: Findings): Promise<string | null> {
  try {
    const { kind } = await disk.stat(path);
    if (kind !== "directory") return `${path} is not a directory`;
    findings.found.push(path);
    const meta = await readMetaProperties(disk, path);
    if (meta === null) return `${path} is not formatted.`;
    findings.metadata ??= meta;
    const { clusterId, nodeId } = findings.metadata;
    if (meta.clusterId !== clusterId) {
      return "Mismatched cluster IDs between storage directories.";
    }
    return meta.nodeId === nodeId ? null : "Mismatched node IDs between storage directories.";
  } catch (error) {
    if (error instanceof RuntimeError) {
      return error.code === "not-found" ? `${path} does not exist` : error.message;
    }
    if (error instanceof CorruptFileError) return `Error loading ${error.message}`;
    throw error;
  }
}

/** Only what the first directory says, in Java's spelling of a map. */
function metadataText({ clusterId, directoryId, nodeId, version }: MetaProperties): string {
  const id = version === 0 ? "broker.id" : "node.id";
  const entries: [string, string | number | null][] = [
    ["cluster.id", clusterId],
    ["directory.id", directoryId],
    [id, nodeId],
    ["version", version],
  ];
  const texts = entries.filter(([, value]) => value !== null).sort(([a], [b]) => a < b ? -1 : 1)
    .map(([key, value]) => `${key}=${value}`);
  return `{${texts.join(", ")}}`;
}
