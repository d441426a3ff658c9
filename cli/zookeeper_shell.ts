/**
 * zookeeper-shell: shows a cluster's metadata in the places that they had in ZooKeeper, asked of the coordinator that
 * stands there. It reads; nothing is changed by it.
 */
import { ConnectionError } from "../client/errors.ts";
import { LineSplitter } from "./console_producer/line_splitter.ts";
import { failureText } from "./failure_text.ts";
import { ToolOutput } from "./output/tool_output.ts";
import type { ToolContext, ToolProgram } from "./tool.ts";
import { readClusterState } from "./zookeeper_shell/cluster_state.ts";
import { serversOf } from "./zookeeper_shell/connect_string.ts";
import {
  answerShellLine,
  COMMANDS_USAGE,
  parseShellLine,
  ShellLineError,
} from "./zookeeper_shell/shell_line.ts";
import { zNodes } from "./zookeeper_shell/znodes.ts";

const USAGE =
  "USAGE: zookeeper-shell zookeeper_host:port[/path] [-zk-tls-config-file file] [args...]";

export const zookeeperShell: ToolProgram = {
  name: "zookeeper-shell",
  run: (context) => new Shell(context).run(),
};

class Shell {
  readonly #context: ToolContext;
  readonly #output: ToolOutput;
  /** `host:port,host:port` */
  readonly #servers: string;

  constructor(context: ToolContext) {
    this.#context = context;
    this.#output = new ToolOutput(context.runtime);
    this.#servers = serversOf(context.args[0] ?? "");
  }

  async run(): Promise<number> {
    const [address, ...words] = this.#context.args;
    if (address === undefined) {
      this.#output.line(USAGE);
      return 1;
    }
    if (address.startsWith("-")) {
      this.#output.errorLine(`${address} is no host:port. ${USAGE}`);
      return 1;
    }
    if (words[0] === "-zk-tls-config-file") {
      this.#output.errorLine("-zk-tls-config-file: a coordinator in ZooKeeper's place has no TLS");
      return 1;
    }
    this.#output.line(`Connecting to ${address}`);
    if (words.length > 0) return await this.#command(words, true);
    return await this.#session();
  }

  /** Commands from standard input; one that fails does not end it. */
  async #session(): Promise<number> {
    const { terminal } = this.#context.runtime;
    const prompts = terminal.inputIsTerminal() && terminal.outputIsTerminal();
    this.#output.line("Welcome to ZooKeeper!");
    this.#output.line(`JLine support is ${prompts ? "enabled" : "disabled"}`);
    this.#connected();
    const splitter = new LineSplitter();
    const decoder = new TextDecoder();
    let count = 0;
    const prompt = () => {
      if (prompts) this.#output.write(`[zk: ${this.#servers}(CONNECTED) ${count++}] `);
    };
    prompt();
    while (true) {
      const chunk = await terminal.readInput();
      const lines = chunk === null ? splitter.end() : splitter.push(chunk);
      for (const line of lines) {
        const words = decoder.decode(line).trim().split(/\s+/).filter((it) => it !== "");
        if (words[0] === "quit") {
          this.#event("Closed");
          return 0;
        }
        if (words[0] === "help") this.#output.write(COMMANDS_USAGE);
        else if (words.length > 0) await this.#command(words, false);
        prompt();
      }
      if (chunk === null) return 0;
    }
  }

  /** @returns The exit code, should it be the only command. */
  async #command(words: readonly string[], isOnly: boolean): Promise<number> {
    let path = "/";
    try {
      const command = parseShellLine(words);
      if (command.name === "quit") return 0;
      ({ path } = command);
      const state = await readClusterState(this.#context.runtime, this.#servers);
      if (isOnly) this.#connected();
      this.#output.write(answerShellLine(command, zNodes(state)));
      return 0;
    } catch (error) {
      this.#output.errorLine(this.#text(error, path));
      return error instanceof ShellLineError ? error.exitCode : 1;
    }
  }

  #text(error: unknown, path: string): string {
    if (!(error instanceof ConnectionError)) return failureText(error);
    return error.code === "not-connected"
      ? `KeeperErrorCode = ConnectionLoss for ${path}: ${error.message}`
      : `${this.#servers} does not answer as a coordinator of Ottla does: a real ZooKeeper has a shell of its own`;
  }

  #connected(): void {
    this.#event("SyncConnected");
  }

  #event(state: string): void {
    this.#output.write(`\nWATCHER::\n\nWatchedEvent state:${state} type:None path:null\n`);
  }
}
