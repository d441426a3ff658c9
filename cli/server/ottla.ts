/** `ottla` itself: a node from flags, file and environment, with defaults for all of them. */
import { environmentProperties } from "../../config/environment.ts";
import { readPropertiesAt } from "../client_settings.ts";
import { failureText } from "../failure_text.ts";
import { usageTable } from "../options/usage_table.ts";
import { ToolOutput } from "../output/tool_output.ts";
import type { Tool, ToolContext } from "../tool.ts";
import { COMMIT, KAFKA_VERSION, OTTLA_VERSION } from "../version.ts";
import { banner } from "./banner.ts";
import { runServer } from "./run_server.ts";
import { parseServerFlags, SERVER_FLAGS, type ServerCommand } from "./server_flags.ts";

export interface AllTools {
  readonly kafkas: readonly Tool[];
  readonly own: readonly Tool[];
}

/** @param tools for the help */
export async function runOttla(context: ToolContext, tools: AllTools): Promise<number> {
  const { runtime, args } = context;
  const output = new ToolOutput(runtime);
  const refuse = (line: string) => {
    output.errorLine(line);
    return 1;
  };
  let command: ServerCommand;
  try {
    command = parseServerFlags(args);
  } catch (error) {
    return refuse(`ottla: ${failureText(error)}`);
  }
  const { wants, words, file, overrides } = command;
  if (wants === "help") {
    output.write(help(tools));
    return 0;
  }
  if (wants === "version") {
    output.line(
      `ottla ${OTTLA_VERSION} (Apache Kafka ${KAFKA_VERSION}${COMMIT ? `, commit ${COMMIT}` : ""})`,
    );
    return 0;
  }
  if (words.length > 0) {
    return refuse(`ottla: ${words[0]} is no tool of Ottla; ottla --help lists them`);
  }
  let properties: Map<string, string> | undefined;
  try {
    properties = file === null ? undefined : await readPropertiesAt(runtime, file);
  } catch (error) {
    return refuse(failureText(error));
  }
  const environment = environmentProperties(runtime.process.environment());
  const layers = { file: properties, environment, overrides };
  return await runServer(context, layers, {
    greeting: (config, node) => banner(config, node, output.paint),
  });
}

function help({ kafkas, own }: AllTools): string {
  const width = Math.max(...kafkas.map(({ name }) => name.length));
  const rows = (tools: readonly Tool[]) =>
    tools.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}\n`).join("");
  return "Usage: ottla [flags]            start a node; without flags on localhost:9092, data in ./data\n" +
    "       ottla TOOL [flags]       run one of Kafka's tools\n\n" +
    usageTable(SERVER_FLAGS) +
    "\nSettings are also taken from KAFKA_* variables: KAFKA_NUM_PARTITIONS is num.partitions.\n" +
    `\nOttla's own tools:\n${rows(own)}` +
    `\nKafka's tools, also by their own name through a link to this executable:\n${rows(kafkas)}`;
}
