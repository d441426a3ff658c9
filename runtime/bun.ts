/** The runtime for Bun: its own sockets, and what all real runtimes share. */
import { hostname } from "node:os";
import process from "node:process";
import { setImmediate } from "node:timers";
import type { Runtime } from "./runtime.ts";
import { BunNetwork } from "./bun/network.ts";
import { NativeClock } from "./native/clock.ts";
import { NativeDisk } from "./native/disk.ts";
import { NativeProcess } from "./native/process.ts";
import { NativeRandom } from "./native/random.ts";
import { NativeTerminal } from "./native/terminal.ts";
import { TurnEnd } from "./native/turn_end.ts";

/** Where `bun build --compile` mounts the program, on Windows and elsewhere. */
const compiledScript = /^(\/\$bunfs\/|[A-Z]:[\\/]~BUN[\\/])/;

export function bunRuntime(): Runtime {
  const turnEnd = new TurnEnd(setImmediate);
  return {
    clock: new NativeClock(turnEnd),
    random: new NativeRandom(),
    disk: new NativeDisk(),
    network: new BunNetwork(turnEnd, hostname),
    process: new NativeProcess(compiledScript.test(process.argv[1] ?? "")),
    terminal: new NativeTerminal(),
  };
}
