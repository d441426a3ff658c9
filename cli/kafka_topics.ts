/** kafka-topics: lists, describes, creates, alters and deletes topics. */
import { clusterOptions, commandSettings, openCluster } from "./cluster.ts";
import { errorText } from "./error_text.ts";
import { flagTool } from "./flag_tool.ts";
import { addPartitions, deleteTopics } from "./topics/alter_topics.ts";
import { checkFlags } from "./topics/check_flags.ts";
import { createTopic } from "./topics/create_topic.ts";
import { describeTopics } from "./topics/describe_topics.ts";
import { findTopics } from "./topics/find_topics.ts";
import { TOPICS_FLAGS } from "./topics/flags.ts";

const LOGGER = "org.apache.kafka.tools.TopicCommand";

export const kafkaTopics = flagTool({
  name: "kafka-topics",
  purpose: "Create, delete, describe, or change a topic.",
  helpPurpose: "This tool helps to create, delete, describe, or change a topic.",
  flags: TOPICS_FLAGS,
  lists: ["list", "describe"],
  usageAfterParserErrors: false,
  async run(options, { runtime, output }) {
    if (options.has("delete-config")) {
      output.errorLine(
        "delete-config option is no longer supported and deprecated since version 4.0. " +
          "The config will be fully removed in future releases.",
      );
    }
    const action = checkFlags(options);
    const settings = await commandSettings(runtime, options.value("command-config"));
    const connection = clusterOptions(options.value("bootstrap-server")!, settings);
    const cluster = await openCluster(runtime, output, connection);
    try {
      switch (action) {
        case "list": {
          const topics = await findTopics(cluster, options);
          const rows = topics.map(({ name, isInternal }) => ({ name, isInternal }));
          output.report(rows, `${rows.map(({ name }) => name).join("\n")}\n`);
          break;
        }
        case "describe":
          await describeTopics(cluster, options, output);
          break;
        case "create":
          await createTopic(cluster, options, output);
          break;
        case "alter":
          await addPartitions(cluster, options);
          break;
        case "delete":
          await deleteTopics(cluster, options);
          break;
      }
      return 0;
    } catch (error) {
      output.line(`Error while executing topic command : ${(error as Error).message}`);
      output.log("error", errorText(error), LOGGER);
      return 1;
    } finally {
      cluster.close();
    }
  },
});
