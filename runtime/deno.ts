/** The runtime for Deno: its own sockets, and what all real runtimes share. */
import { setImmediate } from "node:timers";
import type { Runtime } from "./runtime.ts";
import { DenoNetwork } from "./deno/network.ts";
import { NativeClock } from "./native/clock.ts";
import { NativeDisk } from "./native/disk.ts";
import { NativeProcess } from "./native/process.ts";
import { NativeRandom } from "./native/random.ts";
import { NativeTerminal } from "./native/terminal.ts";
import { TurnEnd } from "./native/turn_end.ts";

export function denoRuntime(): Runtime {
  const turnEnd = new TurnEnd(setImmediate);
  return {
    clock: new NativeClock(turnEnd),
    random: new NativeRandom(),
    disk: new NativeDisk(),
    network: new DenoNetwork(turnEnd),
    process: new NativeProcess(Deno.build.standalone),
    terminal: new NativeTerminal(),
  };
}
