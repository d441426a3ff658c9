import { SimulatedWorld, type SimulationOptions } from "../../runtime/simulated/world.ts";
import { type RunOnStage, testRuntime } from "./runtime_suite.ts";

function simulatedStage(options: SimulationOptions, inputIsSimultaneous: boolean): RunOnStage {
  return async (body) => {
    const world = new SimulatedWorld(options);
    const runtime = world.node("alone");
    const run = async () => {
      await runtime.disk.makeDirectory("/data");
      await body({ runtime, directory: "/data", inputIsSimultaneous });
    };
    await world.runUntil(run());
  };
}

const noDelay = { minMs: 0, maxMs: 0 };
testRuntime("simulated", simulatedStage({ seed: 1 }, false), Deno.test);
testRuntime(
  "simulated without delays",
  simulatedStage({ seed: 2, networkDelay: noDelay, diskDelay: noDelay }, true),
  Deno.test,
);
