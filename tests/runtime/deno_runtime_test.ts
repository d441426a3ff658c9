import { denoRuntime } from "../../runtime/deno.ts";
import { realStage } from "./real_stage.ts";
import { testRuntime } from "./runtime_suite.ts";

testRuntime("denoRuntime", realStage(denoRuntime), Deno.test);
