/** docker-image: what the scripts of the container image leave to the executable. */
import { argumentTool } from "./argument_tool.ts";
import { configureCommand, configureZooKeeperCommand } from "./docker/configure_commands.ts";
import { kafkaReadyCommand, listenersCommand, zkReadyCommand } from "./docker/ready_commands.ts";
import { templateCommand } from "./docker/template_command.ts";

export const dockerImage = argumentTool({
  name: "docker-image",
  description: "Steps of the container image's scripts.",
  helpExitCode: 0,
  commands: {
    "configure": configureCommand,
    "configure-zookeeper": configureZooKeeperCommand,
    "kafka-ready": kafkaReadyCommand,
    "zk-ready": zkReadyCommand,
    "listeners": listenersCommand,
    "template": templateCommand,
  },
});
