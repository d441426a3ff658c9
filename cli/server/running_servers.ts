/** Servers that run on this machine, each in a process of its own: what their command lines say of them. */
import type { OtherProcess, Runtime } from "../../runtime/runtime.ts";
import { readPropertiesAt } from "../client_settings.ts";
import { parseServerFlags } from "./server_flags.ts";

export interface RunningServer {
  readonly kind: "kafka" | "zookeeper";
  readonly processId: number;
  readonly args: readonly string[];
  readonly directory: string | null;
}

export interface NodeIdentity {
  /** In order of the alphabet: `broker`, `controller`. */
  readonly roles: readonly string[];
  readonly nodeId: string;
}

/** Those of the processes that are servers, by the name of their tool or their flags. */
export function runningServers(processes: readonly OtherProcess[]): RunningServer[] {
  return processes.flatMap(({ id, name, args, directory }) => {
    const server = serverOf(name, args);
    return server === null ? [] : [{ ...server, processId: id, directory }];
  });
}

const KINDS: ReadonlyMap<string, RunningServer["kind"]> = new Map([
  ["kafka-server-start", "kafka"],
  ["zookeeper-server-start", "zookeeper"],
]);
/** Every name of a tool under which the program may be started. */
const TOOL_NAME = /^(?:kafka|zookeeper)-/;

/** By the name that the program was started under, or by its first argument. Null for what starts no server. */
function serverOf(
  name: string,
  args: readonly string[],
): Pick<RunningServer, "kind" | "args"> | null {
  const isNamed = TOOL_NAME.test(name);
  const [first = ""] = args;
  const kind = KINDS.get((isNamed ? name : first).replace(/\.sh$/, ""));
  if (kind !== undefined) return { kind, args: isNamed ? args : args.slice(1) };
  const withoutTool = isNamed ? null : kindWithoutTool(args);
  return withoutTool === null ? null : { kind: withoutTool, args };
}

/** Null for a command line that starts nothing. */
function kindWithoutTool(args: readonly string[]): "kafka" | null {
  try {
    const { wants, words } = parseServerFlags(args);
    return wants === "start" && words.length === 0 ? "kafka" : null;
  } catch {
    return null;
  }
}

/**
 * What a node's flags and file say, and what counts without them.
 *
 * @throws {ConfigError} Starting with the path, if its file can't be read.
 */
export async function nodeIdentity(
  runtime: Runtime,
  { args, directory }: RunningServer,
): Promise<NodeIdentity> {
  const { words, file, overrides } = parseServerFlags(args);
  const path = words[0] ?? file;
  const properties = path === null
    ? new Map<string, string>()
    : await readPropertiesAt(runtime, absolute(path, directory));
  const given = (key: string) => overrides.get(key) ?? properties.get(key)?.trim();
  return {
    roles: rolesOf(given("process.roles") ?? "broker,controller"),
    nodeId: given("node.id") ?? given("broker.id") ?? "1",
  };
}

/** `coordinator` is Ottla's word for a controller. */
export function rolesOf(text: string): string[] {
  const roles = text.split(",").map((role) => role.trim());
  return [...new Set(roles.map((role) => role === "coordinator" ? "controller" : role))].sort();
}

function absolute(path: string, directory: string | null): string {
  return path.startsWith("/") || directory === null ? path : `${directory}/${path}`;
}
