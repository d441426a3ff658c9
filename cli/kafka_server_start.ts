/** kafka-server-start: a node from a properties file. */
import { environmentProperties } from "../config/environment.ts";
import { readPropertiesAt } from "./client_settings.ts";
import { failureText } from "./failure_text.ts";
import { OptionError } from "./options/option_error.ts";
import { ToolOutput } from "./output/tool_output.ts";
import { runServer } from "./server/run_server.ts";
import { parseServerFlags } from "./server/server_flags.ts";
import type { ToolProgram } from "./tool.ts";
import { KAFKA_VERSION } from "./version.ts";

const USAGE =
  "USAGE: kafka-server-start [-daemon] [server.properties] [--override property=value]*";

export const kafkaServerStart: ToolProgram = {
  name: "kafka-server-start",
  async run(context) {
    const { runtime, args } = context;
    const output = new ToolOutput(runtime);
    try {
      const { wants, words, isDaemon, overrides, file } = parseServerFlags(args);
      if (wants === "version") {
        output.line(KAFKA_VERSION);
        return 0;
      }
      if (wants === "help") {
        output.errorLine(USAGE);
        return 1;
      }
      if (words.length > 1) {
        throw new OptionError(`Found non argument parameters: ${words.slice(1).join(",")}`);
      }
      if (isDaemon) output.errorLine("-daemon: the process stays in the foreground");
      const path = words[0] ?? file;
      // A file is all there is, as for Kafka's script; variables are for starts without one.
      const layers = path === null
        ? { environment: environmentProperties(runtime.process.environment()), overrides }
        : { file: await readPropertiesAt(runtime, path), overrides };
      return await runServer(context, layers);
    } catch (error) {
      output.errorLine(failureText(error));
      return 1;
    }
  },
};
