/** Polls and prints until there is a reason to end. */
import type { ConsumerRecord } from "../../client/fetched_partition.ts";
import { concatenate } from "../../protocol/concatenate.ts";
import { type Runtime, RuntimeError } from "../../runtime/runtime.ts";
import { errorText } from "../error_text.ts";
import type { ToolOutput } from "../output/tool_output.ts";
import { DeserializationError } from "./deserializers.ts";
import type { FormatMessage } from "./message_formatter.ts";
import type { RecordSource } from "./record_source.ts";

export const CONSUMER_LOGGER = "org.apache.kafka.tools.consumer.ConsoleConsumer";

export interface PrintOptions {
  readonly format: FormatMessage;
  /** Infinity for no limit. */
  readonly maxMessages: number;
  /** Infinity for no limit. */
  readonly timeoutMs: number;
  readonly skipsErrors: boolean;
  /** Name of the logger; default that of the console consumer. */
  readonly logger?: string;
}

/** Longest poll: a number that timers take. */
const POLL_MS = 60000;

export class RecordPrinter {
  readonly #runtime: Runtime;
  readonly #output: ToolOutput;
  readonly #source: RecordSource;
  readonly #options: PrintOptions;
  /** Offsets behind the last record of each partition that was printed. */
  readonly next = new Map<string, Map<number, bigint>>();
  /** Records looked at, those that could not be printed among them. */
  count = 0;
  #isStopped = false;

  constructor(
    runtime: Runtime,
    output: ToolOutput,
    source: RecordSource,
    options: PrintOptions,
  ) {
    this.#runtime = runtime;
    this.#output = output;
    this.#source = source;
    this.#options = options;
  }

  /** Makes {@linkcode run} return soon. */
  stop(): void {
    this.#isStopped = true;
    this.#source.wakeUp();
  }

  /**
   * Resolves after the last record asked for, when none came for too long, when polling failed, or when nobody reads the
   * output any more.
   *
   * @throws {DeserializationError} If a record can't be printed, unless that is to be skipped.
   */
  async run(): Promise<void> {
    const { clock } = this.#runtime;
    const { maxMessages, timeoutMs } = this.#options;
    let lastMs = clock.monotonic();
    while (!this.#isStopped && this.count < maxMessages) {
      const leftMs = lastMs + timeoutMs - clock.monotonic();
      let records: readonly ConsumerRecord[];
      try {
        records = await this.#source.poll(
          Math.max(0, Math.min(leftMs, POLL_MS)),
          () => this.#isStopped,
        );
      } catch (error) {
        return this.#terminating(errorText(error));
      }
      if (records.length > 0) {
        if (!this.#print(records)) return;
        lastMs = clock.monotonic();
      } else if (clock.monotonic() - lastMs >= timeoutMs && !this.#isStopped) {
        return this.#terminating("org.apache.kafka.common.errors.TimeoutException");
      }
    }
  }

  /** Prints records; returns whether anybody reads them. */
  #print(records: readonly ConsumerRecord[]): boolean {
    const pieces: Uint8Array[] = [];
    let failure: unknown = null;
    try {
      for (const record of records) {
        if (this.count >= this.#options.maxMessages) break;
        this.count++;
        pieces.push(...this.#format(record));
        this.#isPrinted(record);
      }
    } catch (error) {
      failure = error;
    }
    const isRead = this.#write(pieces);
    if (failure !== null) throw failure;
    return isRead;
  }

  /** Nothing for a record that is skipped. */
  #format(record: ConsumerRecord): readonly Uint8Array[] {
    try {
      return this.#options.format(record);
    } catch (error) {
      if (!(this.#options.skipsErrors && error instanceof DeserializationError)) throw error;
      this.#output.log(
        "error",
        "Error processing message, skipping this message: ",
        this.#options.logger ?? CONSUMER_LOGGER,
      );
      this.#output.errorLine(serializationText(error));
      return [];
    }
  }

  #isPrinted({ topic, partition, offset }: ConsumerRecord): void {
    let partitions = this.next.get(topic);
    if (partitions === undefined) this.next.set(topic, partitions = new Map());
    partitions.set(partition, offset + 1n);
  }

  #write(pieces: readonly Uint8Array[]): boolean {
    try {
      this.#runtime.terminal.writeOutput(concatenate(pieces));
      return true;
    } catch (error) {
      if (!(error instanceof RuntimeError)) throw error;
      this.#output.errorLine("Unable to write to standard out, closing consumer.");
      return false;
    }
  }

  #terminating(cause: string): void {
    this.#output.log(
      "error",
      "Error processing message, terminating consumer process: ",
      this.#options.logger ?? CONSUMER_LOGGER,
    );
    this.#output.errorLine(cause);
  }
}

/** A failure of a deserializer in Kafka's words. */
export function serializationText(error: DeserializationError): string {
  return `org.apache.kafka.common.errors.SerializationException: ${error.message}`;
}
