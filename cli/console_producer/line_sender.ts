/** Sends lines to a topic, many at a time, and tells of those that failed. */
import { ConnectionError } from "../../client/errors.ts";
import type { Producer } from "../../client/producer.ts";
import type { ClusterMetadata } from "../../client/cluster_metadata.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import { recordSizeUpperBound } from "../../protocol/records/record_writer.ts";
import { errorText } from "../error_text.ts";
import type { ToolOutput } from "../output/tool_output.ts";
import type { ReadRecord } from "./line_reader.ts";

/** Lines that are sent and not acknowledged; the input is not read while there are more. */
const MAX_OUTSTANDING = 10000;
const BATCH_HEADER_BYTES = 61;
const LOGGER = "org.apache.kafka.clients.producer.internals.ErrorLoggingCallback";

export interface LineSenderOptions {
  readonly topic: string;
  readonly producer: Producer;
  readonly maxBlockMs: number;
  readonly maxRequestBytes: number;
  /** What the client knows of the cluster now. */
  readonly metadata: () => ClusterMetadata;
  readonly output: ToolOutput;
}

export class LineSender {
  readonly #options: LineSenderOptions;
  #outstanding = 0;
  #hasRoom: (() => void) | null = null;

  constructor(options: LineSenderOptions) {
    this.#options = options;
  }

  /** Sends a record; its failure becomes a log line. */
  send(record: ReadRecord): void {
    const { key, value, headers } = record;
    this.#outstanding++;
    this.#options.producer.send({ topic: this.#options.topic, key, value, headers })
      .then(this.#settled, (error) => {
        this.#report(record, error);
        this.#settled();
      });
  }

  readonly #settled = () => {
    this.#outstanding--;
    this.#hasRoom?.();
  };

  #report(record: ReadRecord, error: unknown): void {
    const { topic, output } = this.#options;
    const size = (bytes: Uint8Array | null) => bytes === null ? "null" : `${bytes.length} bytes`;
    output.log(
      "error",
      `Error when sending message to topic ${topic} with key: ${size(record.key)}, ` +
        `value: ${size(record.value)} with error:`,
      LOGGER,
    );
    output.errorLine(errorText(this.#inKafkasWords(error, record)));
  }

  /** Sends a record and waits for its acknowledgement. @throws {ApiError | ConnectionError} */
  async sendAndWait(record: ReadRecord): Promise<void> {
    const { topic, producer } = this.#options;
    try {
      await producer.send({ topic, ...record });
    } catch (error) {
      throw this.#inKafkasWords(error, record);
    }
  }

  /** Resolves when few enough records are on their way. */
  async room(): Promise<void> {
    while (this.#outstanding >= MAX_OUTSTANDING) {
      await new Promise<void>((resolve) => this.#hasRoom = resolve);
      this.#hasRoom = null;
    }
  }

  #inKafkasWords(error: unknown, record: ReadRecord): unknown {
    const { topic, maxBlockMs, maxRequestBytes, metadata } = this.#options;
    const isApiError = error instanceof ApiError;
    if (isApiError && error.code === Errors.INVALID_TOPIC_EXCEPTION) {
      return new ApiError(error.code, `Invalid topics: [${topic}]`);
    }
    const bytes = batchSizeUpperBound(record);
    if (isApiError && error.code === Errors.MESSAGE_TOO_LARGE && bytes > maxRequestBytes) {
      return new ApiError(
        error.code,
        `The message is ${bytes} bytes when serialized which is larger than ${maxRequestBytes}, ` +
          "which is the value of the max.request.size configuration.",
      );
    }
    const neverFound = !metadata().topics.has(topic) &&
      (error instanceof ConnectionError || isApiError && error.code === Errors.REQUEST_TIMED_OUT);
    if (!neverFound) return error;
    return new ApiError(
      Errors.REQUEST_TIMED_OUT,
      `Topic ${topic} not present in metadata after ${maxBlockMs} ms.`,
    );
  }
}

/** Bytes of a batch with this record alone, at most. */
function batchSizeUpperBound({ key, value, headers }: ReadRecord): number {
  return BATCH_HEADER_BYTES + recordSizeUpperBound({ key, value, headers });
}
