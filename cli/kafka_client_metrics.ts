/** kafka-client-metrics: which metrics the cluster asks clients for. */
import {
  alterSubscription,
  deleteSubscription,
  describeSubscriptions,
  listSubscriptions,
} from "./client_metrics/actions.ts";
import { checkFlags, CLIENT_METRICS_FLAGS } from "./client_metrics/flags.ts";
import { clusterOptions, commandSettings, openCluster } from "./cluster.ts";
import { errorText } from "./error_text.ts";
import { flagTool } from "./flag_tool.ts";

const LOGGER = "org.apache.kafka.tools.ClientMetricsCommand";
const ACTIONS = {
  alter: alterSubscription,
  delete: deleteSubscription,
  describe: describeSubscriptions,
  list: listSubscriptions,
};

export const kafkaClientMetrics = flagTool({
  name: "kafka-client-metrics",
  purpose: "This tool helps to manipulate and describe client metrics configurations.",
  flags: CLIENT_METRICS_FLAGS,
  lists: ["list", "describe"],
  usageAfterParserErrors: true,
  async run(options, context) {
    const { runtime, output } = context;
    const action = checkFlags(options);
    try {
      const settings = await commandSettings(runtime, options.value("command-config"));
      const servers = options.value("bootstrap-server")!;
      const cluster = await openCluster(runtime, output, clusterOptions(servers, settings));
      try {
        await ACTIONS[action](cluster, options, context);
      } finally {
        cluster.close();
      }
      return 0;
    } catch (error) {
      output.line(`Error while executing client metrics command : ${(error as Error).message}`);
      output.log("error", errorText(error), LOGGER);
      return 1;
    }
  },
});
