/** kafka-server-stop, zookeeper-server-stop: tell the servers of this machine to end. Nobody waits for it. */
import { type Runtime, RuntimeError } from "../runtime/runtime.ts";
import { failureText } from "./failure_text.ts";
import type { Flags } from "./options/flags.ts";
import { OptionError } from "./options/option_error.ts";
import { parseFlags } from "./options/parse_flags.ts";
import type { ParsedOptions } from "./options/parsed_options.ts";
import { usageTable } from "./options/usage_table.ts";
import { ToolOutput } from "./output/tool_output.ts";
import {
  nodeIdentity,
  rolesOf,
  type RunningServer,
  runningServers,
} from "./server/running_servers.ts";
import type { ToolProgram } from "./tool.ts";

const HELP = { help: { help: "Print usage information." } } satisfies Flags;
/** KIP-979. */
const KAFKA_FLAGS = {
  "process-role": {
    value: "broker|controller",
    help: "Only nodes with this role and no other (process.roles).",
  },
  "node-id": { value: "id", help: "Only the node with this id (node.id)." },
  ...HELP,
} as const satisfies Flags;

type StopFlag = keyof typeof KAFKA_FLAGS;

/** With the choice of nodes that KIP-979 gives. */
export const kafkaServerStop = stopTool("kafka", KAFKA_FLAGS);
export const zookeeperServerStop = stopTool("zookeeper", HELP);

function stopTool(kind: RunningServer["kind"], flags: Flags): ToolProgram {
  return {
    name: `${kind}-server-stop`,
    words: { flags, commands: {} },
    async run({ runtime, args }) {
      const output = new ToolOutput(runtime);
      try {
        const options = parseFlags(flags, args) as ParsedOptions as ParsedOptions<StopFlag>;
        if (options.has("help")) {
          output.writeError(usageTable(flags));
          return 1;
        }
        if (options.has("node-id") && options.has("process-role")) {
          output.line(
            "When both node-id and process-role are provided, the value for node-id will take " +
              "precedence",
          );
        }
        const all = runningServers(await runtime.process.others()).filter((it) => it.kind === kind);
        const meant: RunningServer[] = [];
        for (const server of all) {
          try {
            if (await isMeant(runtime, server, options)) meant.push(server);
          } catch (error) {
            // Whoever it is, it stays.
            output.errorLine(`process ${server.processId}: ${failureText(error)}`);
          }
        }
        if (meant.length === 0) {
          output.line(`No ${kind} server to stop`);
          return 1;
        }
        const signal = signalOf(runtime);
        let exitCode = 0;
        for (const { processId } of meant) {
          if (!tell(runtime, output, processId, signal)) exitCode = 1;
        }
        return exitCode;
      } catch (error) {
        output.errorLine(failureText(error));
        return 1;
      }
    },
  };
}

/** @throws {ConfigError} If its file is needed, and can't be read. */
async function isMeant(
  runtime: Runtime,
  server: RunningServer,
  options: ParsedOptions<StopFlag>,
): Promise<boolean> {
  const id = options.value("node-id");
  const role = options.value("process-role");
  if (id === undefined && role === undefined) return true;
  const node = await nodeIdentity(runtime, server);
  return id !== undefined ? node.nodeId === id : node.roles.join() === rolesOf(role!).join();
}

/** What `SIGNAL` names, as for Kafka's script; `SIGTERM` if it is not set. */
function signalOf({ process }: Runtime): string | number {
  const text = process.env("SIGNAL") || "TERM";
  return /^\d+$/.test(text) ? Number(text) : `SIG${text.replace(/^SIG/, "")}`;
}

/**
 * Whether it could be told; one that has ended meanwhile is as good as told. Why another user's could not is printed: the
 * rest is told all the same.
 *
 * @throws {OptionError} If there is no such signal.
 */
function tell(
  { process }: Runtime,
  output: ToolOutput,
  id: number,
  signal: string | number,
): boolean {
  try {
    process.sendSignal(id, signal);
  } catch (error) {
    if (!(error instanceof RuntimeError)) throw error;
    if (error.code === "io") throw new OptionError(`SIGNAL: ${process.env("SIGNAL")} is no signal`);
    if (error.code !== "not-found") {
      output.errorLine(failureText(error));
      return false;
    }
  }
  return true;
}
