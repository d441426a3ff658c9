/** kafka-console-producer: lines of standard input become records of a topic. */
import type { ClusterOptions } from "../client/cluster_client.ts";
import { Producer } from "../client/producer.ts";
import type { ProducerOptions } from "../client/producer_options.ts";
import type { Terminal } from "../runtime/runtime.ts";
import { openCluster } from "./cluster.ts";
import { PRODUCER_FLAGS } from "./console_producer/flags.ts";
import { LineFormatError, LineReader } from "./console_producer/line_reader.ts";
import { LineSender } from "./console_producer/line_sender.ts";
import { LineSplitter } from "./console_producer/line_splitter.ts";
import {
  producerCluster,
  producerOptions,
  producerSettings,
  readerProperties,
} from "./console_producer/producer_settings.ts";
import { errorText } from "./error_text.ts";
import { flagTool } from "./flag_tool.ts";
import { UsageError } from "./options/option_error.ts";
import type { ToolOutput } from "./output/tool_output.ts";
import { endSignal } from "./signals.ts";

/** `max.request.size` */
const DEFAULT_MAX_REQUEST_BYTES = 1048576;
const LINE_READERS = [
  "org.apache.kafka.tools.LineMessageReader",
  "kafka.tools.ConsoleProducer$LineMessageReader",
];

export const kafkaConsoleProducer = flagTool({
  name: "kafka-console-producer",
  purpose: "This tool helps to read data from standard input and publish it to Kafka.",
  flags: PRODUCER_FLAGS,
  usageAfterParserErrors: true,
  async run(options, { runtime, output }) {
    options.require("topic");
    const readerClass = options.value("line-reader") ?? LINE_READERS[0];
    if (!LINE_READERS.includes(readerClass)) throw new UsageError(readerClass);
    const topic = options.value("topic")!;
    let reader: LineReader;
    let clusterSettings: ClusterOptions;
    let sending: ProducerOptions;
    try {
      const settings = await producerSettings(runtime, options);
      clusterSettings = producerCluster(options, settings);
      sending = producerOptions(settings);
      reader = new LineReader(await readerProperties(runtime, options));
    } catch (error) {
      return failed(output, error);
    }
    const cluster = await openCluster(runtime, output, clusterSettings);
    const producer = new Producer(cluster, sending);
    const sender = new LineSender({
      topic,
      producer,
      maxBlockMs: sending.maxBlockMs!,
      maxRequestBytes: sending.maxRequestBytes ?? DEFAULT_MAX_REQUEST_BYTES,
      metadata: () => cluster.metadata,
      output,
    });
    const isSync = options.has("sync");
    const { terminal } = runtime;
    const prompts = terminal.inputIsTerminal() && terminal.outputIsTerminal();

    const sendLines = async (): Promise<number> => {
      for await (const lines of readLines(terminal, prompts ? () => output.write(">") : null)) {
        for (const line of lines) {
          const record = reader.read(line);
          if (isSync) await sender.sendAndWait(record);
          else sender.send(record);
        }
        await sender.room();
      }
      return 0;
    };
    try {
      return await Promise.race([sendLines(), endSignal(runtime.process)]);
    } catch (error) {
      return failed(output, error);
    } finally {
      await producer.close();
      cluster.close();
    }
  },
});

/** @throws {UsageError} */
function failed(output: ToolOutput, error: unknown): 1 {
  if (error instanceof UsageError) throw error;
  const text = error instanceof LineFormatError
    ? `org.apache.kafka.common.KafkaException: ${error.message}`
    : errorText(error);
  output.errorLine(text);
  return 1;
}

/** Lines as they come, with a prompt before each that is waited for. */
async function* readLines(
  terminal: Terminal,
  prompt: (() => void) | null,
): AsyncGenerator<readonly Uint8Array[]> {
  const splitter = new LineSplitter();
  while (true) {
    prompt?.();
    const chunk = await terminal.readInput();
    if (chunk === null) break;
    yield splitter.push(chunk);
  }
  yield splitter.end();
}
