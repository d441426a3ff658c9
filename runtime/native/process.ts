/** This process, through `node:process`. */
import { readFileSync } from "node:fs";
import process from "node:process";
import type { OtherProcess, ProcessControl, Signal } from "../runtime.ts";
import { toRuntimeError } from "./errors.ts";
import { programName } from "./program_name.ts";

export class NativeProcess implements ProcessControl {
  readonly args: readonly string[] = process.argv.slice(2);
  readonly name: string;
  readonly id: number = process.pid;
  readonly #script: string | null;

  /** @param standalone whether this is a compiled executable, not a script run by `deno` or `bun` */
  constructor(standalone: boolean) {
    this.#script = standalone ? null : process.argv[1] ?? null;
    this.name = programName(process.argv0, process.argv[1] ?? "", standalone);
  }

  env(name: string): string | undefined {
    return process.env[name];
  }

  environment(): Record<string, string> {
    const variables: Record<string, string> = {};
    for (const [name, value] of Object.entries(process.env)) {
      if (value !== undefined) variables[name] = value;
    }
    return variables;
  }

  onSignal(signal: Signal, handler: () => void): void {
    process.on(signal, handler);
  }

  exit(code: number): never {
    process.exit(code);
  }

  residentBytes(): number {
    return process.memoryUsage.rss();
  }

  leadsSession(): boolean {
    try {
      const text = readFileSync("/proc/self/stat", "latin1");
      // Behind the name, which may hold anything: state, parent, group, session.
      const [, , , session] = text.slice(text.lastIndexOf(")") + 2).split(" ");
      return Number(session) === this.id;
    } catch {
      return false;
    }
  }

  async others(): Promise<OtherProcess[]> {
    // Few ask for it.
    const { ownProcesses } = await import("./own_processes.ts");
    return ownProcesses({ executable: process.execPath, script: this.#script });
  }

  sendSignal(id: number, signal: string | number): void {
    try {
      process.kill(id, signal);
    } catch (error) {
      throw toRuntimeError(error, `send ${signal} to process ${id}`);
    }
  }
}
