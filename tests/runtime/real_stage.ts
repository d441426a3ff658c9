import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import type { Runtime } from "../../runtime/runtime.ts";
import type { RunOnStage } from "./runtime_suite.ts";

/** Runs on the real machine, in a temporary directory. */
export function realStage(makeRuntime: () => Runtime): RunOnStage {
  return async (body) => {
    const directory = await mkdtemp(`${tmpdir()}/runtime-`);
    try {
      await body({ runtime: makeRuntime(), directory, inputIsSimultaneous: true });
    } finally {
      await rm(directory, { recursive: true });
    }
  };
}
