/** zookeeper-server-start: a coordinator that stands where ZooKeeper stood. */
import { coordinatorFromZooKeeper } from "../config/zookeeper.ts";
import { readPropertiesAt } from "./client_settings.ts";
import { failureText } from "./failure_text.ts";
import { OptionError } from "./options/option_error.ts";
import { ToolOutput } from "./output/tool_output.ts";
import { runServer } from "./server/run_server.ts";
import { parseServerFlags } from "./server/server_flags.ts";
import type { ToolProgram } from "./tool.ts";

const USAGE = "USAGE: zookeeper-server-start [-daemon] zookeeper.properties";

export const zookeeperServerStart: ToolProgram = {
  name: "zookeeper-server-start",
  async run(context) {
    const { runtime, args } = context;
    const output = new ToolOutput(runtime);
    try {
      const { wants, words, isDaemon, overrides } = parseServerFlags(args);
      if (wants !== "start" || words.length === 0) {
        output.errorLine(USAGE);
        return 1;
      }
      if (words.length > 1) {
        throw new OptionError(`Found non argument parameters: ${words.slice(1).join(",")}`);
      }
      if (isDaemon) output.errorLine("-daemon: the process stays in the foreground");
      const file = coordinatorFromZooKeeper(await readPropertiesAt(runtime, words[0]));
      return await runServer(context, { file, overrides }, {
        standsForZooKeeper: true,
        readyLines: ({ node }) =>
          node.controllerListeners.map(({ host, port }) => [
            `binding to port ${host || "0.0.0.0"}/${host || "0.0.0.0"}:${port}`,
            "org.apache.zookeeper.server.NIOServerCnxnFactory",
          ]),
      });
    } catch (error) {
      output.errorLine(failureText(error));
      return 1;
    }
  },
};
