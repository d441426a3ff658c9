/** Ottla's executable: a Kafka broker, its coordinator, and the `kafka-*` tools, picked by name or first argument. */
import { runProgram } from "./cli/run.ts";
import { startNode } from "./node/start_node.ts";
import { platformRuntime } from "./runtime/platform.ts";

const runtime = platformRuntime();
const code = await runProgram({ runtime, startNode });
runtime.process.exit(code);
