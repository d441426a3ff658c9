/** kafka-console-share-consumer: prints the records of a topic as a member of a share group. */
import { ClientSettings, keyValues, readPropertiesAt } from "./client_settings.ts";
import { clusterOptions, openCluster } from "./cluster.ts";
import { consumerOptions, formatter } from "./console_consumer/consumer_settings.ts";
import { DeserializationError } from "./console_consumer/deserializers.ts";
import type { ConsumerFlag } from "./console_consumer/flags.ts";
import { RecordPrinter, serializationText } from "./console_consumer/print_records.ts";
import { printUntilTold } from "./console_consumer/print_until_told.ts";
import { errorText } from "./error_text.ts";
import { flagTool, type FlagToolContext } from "./flag_tool.ts";
import { UsageError } from "./options/option_error.ts";
import type { ParsedOptions } from "./options/parsed_options.ts";
import { SHARE_CONSUMER_FLAGS, type ShareConsumerFlag } from "./share_consumer/flags.ts";
import { ShareSource } from "./share_consumer/share_source.ts";

const LOGGER = "org.apache.kafka.tools.consumer.ConsoleShareConsumer";
const DEFAULT_GROUP = "console-share-consumer";

export const kafkaConsoleShareConsumer = flagTool({
  name: "kafka-console-share-consumer",
  purpose:
    "This tool prints the records of a topic to standard output, as a member of a share group.",
  flags: SHARE_CONSUMER_FLAGS,
  usageAfterParserErrors: true,
  async run(options, context) {
    if (!options.has("topic")) throw new UsageError("--topic is a required argument");
    options.require("bootstrap-server");
    if (options.has("reject") && options.has("release")) {
      throw new UsageError("At most one of --reject and --release may be specified.");
    }
    const { output } = context;
    try {
      return await consume(options, context);
    } catch (error) {
      if (error instanceof UsageError) throw error;
      output.log("error", "Unknown error when running consumer: ", LOGGER);
      output.errorLine(
        error instanceof DeserializationError ? serializationText(error) : errorText(error),
      );
      return 1;
    }
  },
});

async function consume(
  options: ParsedOptions<ShareConsumerFlag>,
  { runtime, output }: FlagToolContext,
): Promise<number> {
  const maxMessages = options.number("max-messages") ?? -1;
  const timeoutMs = options.number("timeout-ms") ?? -1;
  const settings = await shareSettings(options, runtime);
  const format = await formatter(
    runtime,
    options as unknown as ParsedOptions<ConsumerFlag>,
    (className) =>
      output.log("error", `Unable to instantiate a deserializer from ${className}`, LOGGER),
  );
  const fetching = consumerOptions(settings);
  const connection = clusterOptions(options.value("bootstrap-server")!, settings);
  const cluster = await openCluster(runtime, output, connection);
  const source = new ShareSource(cluster, {
    ...fetching,
    groupId: settings.text("group.id") ?? DEFAULT_GROUP,
    topics: [options.value("topic")!],
  });
  const acknowledgement = options.has("reject")
    ? "reject"
    : options.has("release")
    ? "release"
    : "accept";
  const printer = new RecordPrinter(runtime, output, source, {
    format: source.formatting(format, acknowledgement),
    maxMessages: maxMessages < 0 ? Infinity : maxMessages,
    timeoutMs: timeoutMs < 0 ? Infinity : timeoutMs,
    skipsErrors: options.has("reject-message-on-error"),
    logger: LOGGER,
  });
  return await printUntilTold(runtime, output, {
    cluster,
    printer,
    closeSource: () => source.close(),
    announcesEnd: options.has("enable-systest-events"),
  });
}

/** @throws {ConfigError} */
async function shareSettings(
  options: ParsedOptions<ShareConsumerFlag>,
  runtime: FlagToolContext["runtime"],
): Promise<ClientSettings> {
  const path = options.value("command-config") ?? options.value("consumer-config");
  const texts = new Map(path === undefined ? [] : await readPropertiesAt(runtime, path));
  const properties = [
    ...options.values("consumer-property"),
    ...options.values("command-property"),
  ];
  for (const [key, text] of keyValues(properties)) texts.set(key, text);
  const group = options.value("group");
  if (group !== undefined) texts.set("group.id", group);
  if (!texts.has("client.id")) texts.set("client.id", "console-share-consumer");
  return new ClientSettings(texts);
}
