/** Runs tools against a simulated node, in virtual time. */
import type { RunningNode, StartNode } from "../../cli/tool.ts";
import { OWN_TOOLS } from "../../cli/own_tools.ts";
import { TOOLS } from "../../cli/tools.ts";
import {
  type OtherProcess,
  type ProcessControl,
  type Runtime,
  RuntimeError,
  type Signal,
} from "../../runtime/runtime.ts";
import { SimulatedTerminal } from "../../runtime/simulated/terminal.ts";
import type { SimulatedWorld } from "../../runtime/simulated/world.ts";

/** Loading takes time of this world, which a simulated one does not wait for. */
const PROGRAMS = new Map(
  await Promise.all(
    [...TOOLS, ...OWN_TOOLS].map(async ({ name, load }) => [name, await load()] as const),
  ),
);

export interface ToolResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** A terminal that may be one in front of which somebody sits, and whose output may be cut off. */
export class TestTerminal extends SimulatedTerminal {
  isInteractive = false;
  isCutOff = false;
  /** Whether standard error is a terminal, though the others may not be. */
  isWatched = false;
  columns = 80;

  override inputIsTerminal(): boolean {
    return this.isInteractive;
  }

  override outputIsTerminal(): boolean {
    return this.isInteractive;
  }

  override errorIsTerminal(): boolean {
    return this.isWatched;
  }

  override outputColumns(): number {
    return this.columns;
  }

  override errorColumns(): number {
    return this.columns;
  }

  override writeOutput(bytes: Uint8Array): void {
    if (this.isCutOff) throw new RuntimeError("connection-reset", "Nobody reads");
    super.writeOutput(bytes);
  }
}

export interface ProcessOptions {
  readonly name?: string;
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** As `docker exec -t` starts it. */
  readonly leadsSession?: boolean;
  readonly others?: OtherProcess[];
  readonly sendSignal?: (id: number, signal: string | number) => void;
}

/** A process of its own on a runtime that others share: input, output, arguments, signals. */
export class TestProcess {
  readonly terminal = new TestTerminal();
  readonly runtime: Runtime;
  /** What the process ended itself with, if it did. */
  exited: number | null = null;
  readonly #handlers = new Map<Signal, () => void>();

  constructor({ clock, random, disk, network }: Runtime, options: ProcessOptions = {}) {
    const environment = { ...options.environment };
    const process: ProcessControl = {
      args: options.args ?? [],
      name: options.name ?? "ottla",
      id: 1,
      env: (name) => environment[name],
      environment: () => environment,
      onSignal: (signal, handler) => this.#handlers.set(signal, handler),
      exit: (code) => {
        this.exited = code;
        return undefined as never;
      },
      residentBytes: () => 0,
      leadsSession: () => options.leadsSession ?? false,
      others: () => Promise.resolve(options.others ?? []),
      sendSignal: (id, signal) => options.sendSignal?.(id, signal),
    };
    this.runtime = { clock, random, disk, network, terminal: this.terminal, process };
  }

  handles(signal: Signal): boolean {
    return this.#handlers.has(signal);
  }

  signal(signal: Signal): void {
    const handler = this.#handlers.get(signal);
    if (handler === undefined) throw new Error(`${signal} is not handled`);
    handler();
  }

  /** Starts a tool. */
  run(
    name: string,
    args: readonly string[],
    startNode: StartNode = noNode,
  ): Promise<ToolResult> {
    return PROGRAMS.get(name)!.run({ runtime: this.runtime, args, startNode }).then((exitCode) => ({
      stdout: this.terminal.output,
      stderr: this.terminal.errors,
      exitCode,
    }));
  }
}

function noNode(): Promise<RunningNode> {
  return Promise.reject(new Error("No node is started here"));
}

/** Runs a tool to its end; its input is there from the start. */
export async function runTool(
  world: SimulatedWorld,
  runtime: Runtime,
  name: string,
  args: readonly string[],
  input = "",
): Promise<ToolResult> {
  const process = new TestProcess(runtime);
  if (input !== "") process.terminal.type(input);
  process.terminal.endInput();
  return await world.runUntil(process.run(name, args), { maxVirtualMs: 150_000 });
}
