/** What a command-line tool is, and what it gets to work with. */
import type { BrokerConfig } from "../config/broker_config.ts";
import type { LoggerLevels } from "../config/logger_levels.ts";
import type { Flags } from "./options/flags.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { LogsLoaded } from "../storage/log_loading.ts";

export interface ToolProgram {
  /** Kafka's name of it, without `.sh`. */
  readonly name: string;
  /** What its command line may hold, for shell completion. */
  readonly words?: ToolWords;
  /** @returns The exit code. */
  run(context: ToolContext): Promise<number>;
}

export interface ToolWords {
  /** Of the tool, or in front of its commands. */
  readonly flags: Flags;
  /** Flags of each command, by its name; empty for a tool without commands. */
  readonly commands: { readonly [command: string]: Flags };
}

/** A tool as the table of all tools has it. */
export interface Tool extends ToolProgram {
  /** One line for the list of all tools. */
  readonly summary: string;
  /** What {@linkcode run} does first. */
  load(): Promise<ToolProgram>;
}

export interface ToolContext {
  readonly runtime: Runtime;
  /** What follows the tool's name. */
  readonly args: readonly string[];
  readonly startNode: StartNode;
  /** Levels of the tool's log lines, where they are not the usual ones. */
  readonly loggerLevels?: LoggerLevels;
}

export interface StartOptions {
  readonly runtime: Runtime;
  readonly config: BrokerConfig;
  /** The levels of the program's loggers, which the node's clients may change. */
  readonly loggerLevels?: LoggerLevels;
  /** Unformatted directories may be formatted even if the node is not its quorum's only voter. */
  readonly mayFormat: boolean;
  /** The coordinator listens where a ZooKeeper would, and answers its four-letter words too. */
  readonly standsForZooKeeper?: boolean;
  /** Told, while the broker starts, how many of its logs are loaded. */
  readonly onLogsLoaded?: (progress: LogsLoaded) => void;
  /** The node can't go on by itself: its disk failed, say. */
  readonly onFatal: (error: unknown) => void;
}

export interface RunningNode {
  readonly clusterId: string;
  /** Where clients reach the broker; empty without that role. */
  readonly endpoints: readonly {
    readonly name: string;
    readonly host: string;
    readonly port: number;
  }[];
  /** Leaves the cluster in order, writes everything down, frees the directories. */
  stop(): Promise<void>;
}

/**
 * Starts a node with the roles its configuration names; resolves when it serves. A parameter, since tools know nothing
 * of brokers and coordinators.
 */
export type StartNode = (options: StartOptions) => Promise<RunningNode>;
