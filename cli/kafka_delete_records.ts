/** kafka-delete-records: deletes the records of partitions before given offsets. */
import { type DeleteBefore, deleteRecords } from "../client/admin/records.ts";
import type { ClusterClient } from "../client/cluster_client.ts";
import { ApiError } from "../protocol/errors.ts";
import { clusterOptions, commandSettings, named, openCluster } from "./cluster.ts";
import { parseOffsetsFile } from "./delete_records/offsets_file.ts";
import { errorText } from "./error_text.ts";
import { flagTool } from "./flag_tool.ts";
import { withProgress } from "./output/progress.ts";
import type { ToolOutput } from "./output/tool_output.ts";
import { readPlanAt } from "./read_text.ts";

export const kafkaDeleteRecords = flagTool({
  name: "kafka-delete-records",
  purpose: "This tool deletes the records of partitions before the offsets that are given.",
  flags: {
    "bootstrap-server": {
      value: "server(s) to use for bootstrapping",
      required: true,
      help: "Where to find the cluster: host:port, several separated by commas.",
    },
    "offset-json-file": {
      value: "Offset json file path",
      required: true,
      help:
        "The first offset to keep of each partition, -1 to delete everything that is readable:\n" +
        '{"partitions": [{"topic": "foo", "partition": 1, "offset": 1}], "version": 1}',
    },
    "command-config": {
      value: "command config property file path",
      help: "Properties file with settings of the admin client.",
    },
  },
  usageAfterParserErrors: false,
  async run(options, { runtime, output }) {
    options.require("bootstrap-server", "offset-json-file");
    const path = options.value("offset-json-file")!;
    const settings = await commandSettings(runtime, options.value("command-config"));
    const offsets = parseOffsetsFile(await readPlanAt(runtime, path));
    const connection = clusterOptions(options.value("bootstrap-server")!, settings);
    const cluster = await openCluster(runtime, output, connection);
    try {
      await deleteAll(cluster, output, offsets);
      return 0;
    } finally {
      cluster.close();
    }
  },
});

/** What becomes of one partition does not touch the others. */
async function deleteAll(
  cluster: ClusterClient,
  output: ToolOutput,
  offsets: readonly DeleteBefore[],
): Promise<void> {
  output.line("Executing records delete operation");
  const results = await withProgress(
    cluster.runtime,
    { what: "Deleting records", total: offsets.length },
    (progress) =>
      Promise.all(offsets.map(async (offset) => {
        const result = await deleteOne(cluster, offset);
        progress.add();
        return result;
      })),
  );
  output.line("Records delete operation completed:");
  offsets.forEach(({ topic, partition }, i) =>
    output.line(`partition: ${topic}-${partition}\t${results[i]}`)
  );
}

async function deleteOne(cluster: ClusterClient, offset: DeleteBefore): Promise<string> {
  try {
    const [{ lowWatermark, error }] = await named(
      "deleteRecords(api=METADATA)",
      deleteRecords(cluster, [offset], cluster.options),
    );
    return error === null ? `low_watermark: ${lowWatermark}` : `error: ${errorText(error)}`;
  } catch (error) {
    if (error instanceof ApiError) return `error: ${errorText(error)}`;
    throw error;
  }
}
