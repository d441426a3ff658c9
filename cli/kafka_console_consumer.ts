/** kafka-console-consumer: prints the records of topics. */
import { clusterOptions, NETWORK_LOGGER, openCluster } from "./cluster.ts";
import { ClientSettings } from "./client_settings.ts";
import {
  checkConsumption,
  consumerOptions,
  consumerTexts,
  consumption,
  formatter,
  groupOptions,
} from "./console_consumer/consumer_settings.ts";
import { DeserializationError } from "./console_consumer/deserializers.ts";
import { CONSUMER_FLAGS } from "./console_consumer/flags.ts";
import { GroupSource } from "./console_consumer/group_source.ts";
import { partitionSource } from "./console_consumer/partition_source.ts";
import {
  CONSUMER_LOGGER,
  RecordPrinter,
  serializationText,
} from "./console_consumer/print_records.ts";
import { printUntilTold } from "./console_consumer/print_until_told.ts";
import { errorText } from "./error_text.ts";
import { flagTool } from "./flag_tool.ts";

const FORMATTER_LOGGER = "org.apache.kafka.tools.consumer.DefaultMessageFormatter";
const GENERATED_GROUPS = 100000;

export const kafkaConsoleConsumer = flagTool({
  name: "kafka-console-consumer",
  purpose: "This tool helps to read data from Kafka topics and outputs it to standard output.",
  flags: CONSUMER_FLAGS,
  usageAfterParserErrors: true,
  async run(options, { runtime, output }) {
    checkConsumption(options);
    const maxMessages = options.number("max-messages") ?? -1;
    const timeoutMs = options.number("timeout-ms") ?? -1;
    const texts = await consumerTexts(runtime, options);
    const format = await formatter(runtime, options, (className) => {
      output.log(
        "error",
        `Unable to instantiate a deserializer from ${className}`,
        FORMATTER_LOGGER,
      );
    });
    try {
      const settings = new ClientSettings(texts);
      const what = consumption(
        options,
        settings,
        () => `console-consumer-${runtime.random.below(GENERATED_GROUPS)}`,
      );
      const connection = clusterOptions(options.value("bootstrap-server")!, settings);
      const cluster = await openCluster(runtime, output, connection);
      const source = what.kind === "partition"
        ? partitionSource(cluster, what, consumerOptions(settings))
        : new GroupSource(cluster, groupOptions(settings, what), (text) => {
          const { groupId } = what;
          const member = `[Consumer clientId=${connection.clientId}, groupId=${groupId}]`;
          output.log("warning", `${member} ${text}`, NETWORK_LOGGER);
        });
      const printer = new RecordPrinter(runtime, output, source, {
        format,
        maxMessages: maxMessages < 0 ? Infinity : maxMessages,
        timeoutMs: timeoutMs < 0 ? Infinity : timeoutMs,
        skipsErrors: options.has("skip-message-on-error"),
      });
      return await printUntilTold(runtime, output, {
        cluster,
        printer,
        closeSource: () => source.close(printer.next),
        announcesEnd: options.has("enable-systest-events"),
      });
    } catch (error) {
      output.log("error", "Unknown error when running consumer: ", CONSUMER_LOGGER);
      output.errorLine(
        error instanceof DeserializationError ? serializationText(error) : errorText(error),
      );
      return 1;
    }
  },
});

/** Nobody may read any more. */
