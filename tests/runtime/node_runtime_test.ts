import { nodeRuntime } from "../../runtime/node.ts";
import { realStage } from "./real_stage.ts";
import { testRuntime } from "./runtime_suite.ts";

testRuntime("nodeRuntime", realStage(nodeRuntime), Deno.test);
