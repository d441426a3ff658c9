/** Ottla's executable: a Kafka broker, its coordinator, and the `kafka-*` tools, picked by name or first argument. */
import { runProgram } from "./cli/run.ts";
import type { StartNode } from "./cli/tool.ts";
import { platformRuntime } from "./runtime/platform.ts";

/** Loaded when it is needed: tools start sooner without it. */
const startNode: StartNode = async (options) =>
  (await import("./node/start_node.ts")).startNode(options);

const runtime = platformRuntime();
// Not a top-level await: the executable keeps its code as bytecode, which allows none.
runProgram({ runtime, startNode }).then((code) => runtime.process.exit(code));
