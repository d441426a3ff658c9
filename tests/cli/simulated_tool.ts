/** Runs tools against a simulated node, in virtual time. */
import { toolNamed } from "../../cli/tools.ts";
import { type ProcessControl, type Runtime, type Signal } from "../../runtime/runtime.ts";
import { SimulatedTerminal } from "../../runtime/simulated/terminal.ts";
import type { SimulatedWorld } from "../../runtime/simulated/world.ts";

export interface ToolResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** A tool's process: its own input, output, arguments and signals on a runtime that others share. */
export class ToolProcess {
  readonly terminal = new SimulatedTerminal();
  readonly runtime: Runtime;
  readonly exitCode: Promise<number>;
  readonly #handlers = new Map<Signal, () => void>();

  constructor(runtime: Runtime, name: string, args: readonly string[]) {
    const process: ProcessControl = {
      args,
      name,
      id: 1,
      env: () => undefined,
      environment: () => ({}),
      onSignal: (signal, handler) => this.#handlers.set(signal, handler),
      exit: (code) => {
        throw new Error(`The tool ended its process with ${code}`);
      },
      residentBytes: () => 0,
    };
    this.runtime = { ...withoutOwnProperties(runtime), terminal: this.terminal, process };
    const startNode = () => Promise.reject(new Error("No node is started here"));
    this.exitCode = toolNamed(name)!.run({ runtime: this.runtime, args, startNode });
  }

  signal(signal: Signal): void {
    this.#handlers.get(signal)!();
  }

  get result(): Promise<ToolResult> {
    return this.exitCode.then((exitCode) => {
      const { output, errors } = this.terminal;
      return { stdout: output, stderr: errors, exitCode };
    });
  }
}

function withoutOwnProperties({ clock, random, disk, network }: Runtime) {
  return { clock, random, disk, network };
}

/** Runs a tool to its end; its input is there from the start. */
export async function runTool(
  world: SimulatedWorld,
  runtime: Runtime,
  name: string,
  args: readonly string[],
  input = "",
): Promise<ToolResult> {
  const tool = new ToolProcess(runtime, name, args);
  if (input !== "") tool.terminal.type(input);
  tool.terminal.endInput();
  return await world.runUntil(tool.result, { maxVirtualMs: 150_000 });
}
