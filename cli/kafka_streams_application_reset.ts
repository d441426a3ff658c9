/** kafka-streams-application-reset: makes a Streams application start over. */
import { splitList } from "../config/split_list.ts";
import { clusterOptions, commandSettings, openCluster } from "./cluster.ts";
import { errorText } from "./error_text.ts";
import { flagTool } from "./flag_tool.ts";
import { withProgress } from "./output/progress.ts";
import { UsageError } from "./options/option_error.ts";
import type { ParsedOptions } from "./options/parsed_options.ts";
import { STREAMS_RESET_FLAGS, type StreamsResetFlag } from "./streams_reset/flags.ts";
import { deleteInternalTopics, internalTopics } from "./streams_reset/internal_topics.ts";
import { endMembers } from "./streams_reset/members.ts";
import { resetOffsets } from "./streams_reset/reset_offsets.ts";
import { allTopics } from "./topics/find_topics.ts";

const DEFAULT_SERVERS = "localhost:9092";
const MISSING_ID = "Missing required option(s) [application-id]";
const SCENARIOS = [
  "to-offset",
  "to-datetime",
  "by-duration",
  "to-earliest",
  "to-latest",
  "from-file",
  "shift-by",
] as const satisfies readonly StreamsResetFlag[];

export const kafkaStreamsApplicationReset = flagTool({
  name: "kafka-streams-application-reset",
  purpose: MISSING_ID,
  helpPurpose:
    "This tool makes a Kafka Streams application start over: it moves the offsets of its " +
    "input topics, and deletes the internal topics that Streams made for it.\n" +
    "Stop all instances of the application before. What they keep on their own disks stays: clean " +
    "it up too, or the results will be wrong.\n" +
    "Nothing of this can be undone: try it with --dry-run first.\n",
  flags: STREAMS_RESET_FLAGS,
  usageAfterParserErrors: true,
  async run(options, { runtime, output }) {
    checkFlags(options);
    const groupId = options.value("application-id")!;
    const isDryRun = options.has("dry-run");
    const config = options.value("command-config") ?? options.value("config-file");
    const settings = await commandSettings(runtime, config);
    const servers = options.value("bootstrap-server") ?? options.value("bootstrap-servers") ??
      DEFAULT_SERVERS;
    const cluster = await openCluster(runtime, output, clusterOptions(servers, settings));
    try {
      return await withProgress(runtime, { what: `Resetting ${groupId}` }, async () => {
        await endMembers(cluster, output, groupId, options.has("force"));
        const topics = new Map((await allTopics(cluster)).map((topic) => [topic.name, topic]));
        if (isDryRun) {
          output.line(
            "----Dry run displays the actions which will be performed when running Streams Reset " +
              "Tool----",
          );
        }
        const isComplete = await resetOffsets(cluster, output, options, topics, {
          groupId,
          input: splitList(options.value("input-topics") ?? ""),
          intermediate: splitList(options.value("intermediate-topics") ?? ""),
          isDryRun,
        });
        await deleteInternalTopics(cluster, output, {
          inferred: internalTopics([...topics.keys()], groupId),
          specified: options.has("internal-topics")
            ? splitList(options.value("internal-topics") ?? "")
            : null,
          isDryRun,
        });
        return isComplete ? 0 : 1;
      });
    } catch (error) {
      if (error instanceof UsageError) {
        output.errorLine(`ERROR: ${error.message}`);
        return 1;
      }
      output.errorLine(`ERROR: ${errorText(error)}`);
      return 1;
    } finally {
      cluster.close();
    }
  },
});

/** @throws {UsageError} */
function checkFlags(options: ParsedOptions<StreamsResetFlag>): void {
  if (!options.has("application-id")) throw new UsageError(MISSING_ID);
  for (const flag of SCENARIOS) {
    options.refuse(flag, ...SCENARIOS.filter((other) => other !== flag));
  }
  options.bigint("to-offset");
  options.bigint("shift-by");
}
