/** The runtime on `node:` modules alone, for Bun. */
import process from "node:process";
import { setImmediate } from "node:timers";
import type { Runtime } from "./runtime.ts";
import { NativeClock } from "./native/clock.ts";
import { NativeDisk } from "./native/disk.ts";
import { NativeProcess } from "./native/process.ts";
import { NativeRandom } from "./native/random.ts";
import { NativeTerminal } from "./native/terminal.ts";
import { TurnEnd } from "./native/turn_end.ts";
import { NodeNetwork } from "./node/network.ts";

/** Where `bun build --compile` mounts the program, on Windows and elsewhere. */
const compiledScript = /^(\/\$bunfs\/|[A-Z]:[\\/]~BUN[\\/])/;

export function nodeRuntime(): Runtime {
  const turnEnd = new TurnEnd(setImmediate);
  return {
    clock: new NativeClock(turnEnd),
    random: new NativeRandom(),
    disk: new NativeDisk(),
    network: new NodeNetwork(turnEnd),
    process: new NativeProcess(compiledScript.test(process.argv[1] ?? "")),
    terminal: new NativeTerminal(),
  };
}
