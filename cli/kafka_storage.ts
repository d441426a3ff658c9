/** kafka-storage: formats a node's directories and tells of them. */
import { randomUuid } from "../protocol/uuid.ts";
import { argumentTool, command } from "./argument_tool.ts";
import { featureDependenciesCommand, versionMappingCommand } from "./storage/feature_commands.ts";
import { formatCommand } from "./storage/format_command.ts";
import { infoCommand } from "./storage/info_command.ts";

export const kafkaStorage = argumentTool({
  name: "kafka-storage",
  description: "The Kafka storage tool.",
  helpExitCode: 0,
  commands: {
    "info": infoCommand,
    "format": formatCommand,
    "version-mapping": versionMappingCommand,
    "feature-dependencies": featureDependenciesCommand,
    "random-uuid": command({
      help: "Print a random UUID.",
      flags: {},
      run(_, { runtime, output }) {
        output.line(randomUuid(runtime.random));
        return Promise.resolve(0);
      },
    }),
  },
});
