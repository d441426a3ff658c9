/** Ottla's executable: a Kafka broker, its coordinator, and the `kafka-*` tools, picked by name or first argument. */
import { runProgram } from "./cli/run.ts";
import { startNode } from "./node/start_node.ts";
import { platformRuntime } from "./runtime/platform.ts";

const runtime = platformRuntime();
// Not a top-level await: the executable keeps its code as bytecode, which allows none.
runProgram({ runtime, startNode }).then((code) => runtime.process.exit(code));
