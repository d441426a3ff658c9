/** Whose tools are called, and who serves them. */
import { ApacheKafka } from "../harness/apache_kafka.ts";
import type { KafkaVersion } from "../harness/apache_tools.ts";
import { Background } from "../harness/background.ts";
import { type CommandResult, run } from "../harness/command.ts";
import { JavaTools } from "../harness/java_tools.ts";
import { ottlaCommand } from "../harness/ottla.ts";
import { freePorts } from "../harness/ports.ts";
import type { SuiteRun } from "../harness/suite.ts";
import { type Line, type Places, type Scenario, writeFiles } from "./scenarios.ts";

export type Player = "ottla" | KafkaVersion;

/** The line whose scenarios those tools know; ours are held against the newest. */
export function lineOf(tools: Player): Line {
  return tools === "3.5.2" ? "3.5" : "4.3";
}

/** Something with all tools in it. */
interface Tools {
  run(scenario: Scenario, args: readonly string[]): Promise<CommandResult>;
}

const LIMIT_MS = 30_000;

export function toolsOf(suite: SuiteRun, player: Player): Tools {
  if (player === "ottla") return { run: runOttla };
  const kafka = ApacheKafka.installed(suite.cache, player);
  const java = new JavaTools(kafka, (process) => suite.own(process));
  return {
    run: (scenario, args) => {
      const { tool, input } = scenario;
      return needsProcess(scenario)
        ? runProcess(...kafka.command(tool, args), scenario)
        : java.run(tool, args, { input, timeoutMs: LIMIT_MS });
    },
  };
}

/** They go on behind their `main`, or do the last of their work while the JVM ends. */
function needsProcess({ tool, stoppedAfterMs }: Scenario): boolean {
  return stoppedAfterMs !== null || tool.startsWith("kafka-verifiable-");
}

function runOttla(scenario: Scenario, args: readonly string[]): Promise<CommandResult> {
  const [program, ...first] = ottlaCommand();
  return runProcess(program, [...first, scenario.tool, ...args], scenario);
}

async function runProcess(
  program: string,
  args: readonly string[],
  { input, stoppedAfterMs }: Scenario,
): Promise<CommandResult> {
  if (stoppedAfterMs === null) return await run(program, args, { input, timeoutMs: LIMIT_MS });
  const process = new Background(program, args);
  const timer = setTimeout(() => process.signal("SIGTERM"), stoppedAfterMs);
  const code = await process.ended;
  clearTimeout(timer);
  return { code, out: process.out.join("\n"), err: process.err.join("\n") };
}

export interface Server {
  readonly places: Places;
  stop(): Promise<unknown>;
}

/** A fresh cluster of one node. */
export async function startServer(
  suite: SuiteRun,
  player: Player,
  directory: string,
): Promise<Server> {
  const node = suite.ottla({ directory, byFile: true, overrides: { "node.id": "1" } });
  const [nobody] = freePorts(1);
  const places = {
    server: node.address,
    nobody: `127.0.0.1:${nobody}`,
    files: `${directory}/files`,
    data: node.dataDirectory,
  };
  await writeFiles(places);
  if (player === "ottla") {
    await node.start();
    return { places, stop: () => node.stop() };
  }
  const kafka = ApacheKafka.installed(suite.cache, player);
  const file = await node.writeProperties();
  await kafka.toolOk("kafka-storage", ["format", "-t", "MkU3OEVBNTcwNTJENDM2Qg", "-c", file]);
  const server = suite.own(kafka.server(file, node.logFile));
  await server.waitForLine(ApacheKafka.started, 60_000);
  return { places, stop: () => server.stop("SIGKILL") };
}
