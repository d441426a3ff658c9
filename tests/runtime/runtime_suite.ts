/** What every Runtime must do: one suite, run against each implementation. */
import type { Runtime } from "../../runtime/runtime.ts";
import { clockBehaviour } from "./suite_clock.ts";
import { connectBehaviour } from "./suite_connect.ts";
import { diskBehaviour } from "./suite_disk.ts";
import { diskFileBehaviour } from "./suite_disk_file.ts";
import { processBehaviour } from "./suite_process.ts";
import { transferBehaviour } from "./suite_transfer.ts";

/** A runtime to test, and what the test may rely on. */
export interface Stage {
  readonly runtime: Runtime;
  /** An empty directory. */
  readonly directory: string;
  /** Whether what several connections got at the same moment is handed out in one turn. */
  readonly inputIsSimultaneous: boolean;
}

/** Makes a stage, lets `body` run on it to its end, and tidies up. */
export type RunOnStage = (body: (stage: Stage) => Promise<void>) => Promise<void>;

/** Names a test and says what it does. */
export type Declare = (name: string, body: (stage: Stage) => Promise<void>) => void;

/** @param test declares one test with the test runner */
export function testRuntime(
  kind: string,
  runOnStage: RunOnStage,
  test: (name: string, run: () => Promise<void>) => void,
): void {
  const declare: Declare = (name, body) => test(`${kind}: ${name}`, () => runOnStage(body));
  clockBehaviour(declare);
  diskBehaviour(declare);
  diskFileBehaviour(declare);
  connectBehaviour(declare);
  transferBehaviour(declare);
  processBehaviour(declare);
}
