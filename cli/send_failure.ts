/** Why a record could not be sent, in the words of Kafka's producer. */
import type { ClusterMetadata } from "../client/cluster_metadata.ts";
import { ConnectionError } from "../client/errors.ts";
import { ApiError, Errors } from "../protocol/errors.ts";
import { HEADER_BYTES } from "../protocol/records/batch_header.ts";
import type { RecordHeader } from "../protocol/records/record.ts";
import { recordSizeUpperBound } from "../protocol/records/record_writer.ts";

export interface SentRecord {
  readonly key?: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers?: readonly RecordHeader[];
}

export interface SendCircumstances {
  readonly topic: string;
  readonly maxBlockMs: number;
  readonly maxRequestBytes: number;
  /** What the client knows of the cluster now. */
  readonly metadata: ClusterMetadata;
}

/** The error, or one that says more of it. */
export function sendFailure(
  error: unknown,
  { key = null, value, headers = [] }: SentRecord,
  { topic, maxBlockMs, maxRequestBytes, metadata }: SendCircumstances,
): unknown {
  const isApiError = error instanceof ApiError;
  if (isApiError && error.code === Errors.INVALID_TOPIC_EXCEPTION) {
    return new ApiError(error.code, `Invalid topics: [${topic}]`);
  }
  const bytes = HEADER_BYTES + recordSizeUpperBound({ key, value, headers });
  if (isApiError && error.code === Errors.MESSAGE_TOO_LARGE && bytes > maxRequestBytes) {
    return new ApiError(
      error.code,
      `The message is ${bytes} bytes when serialized which is larger than ${maxRequestBytes}, ` +
        "which is the value of the max.request.size configuration.",
    );
  }
  const neverFound = !metadata.topics.has(topic) &&
    (error instanceof ConnectionError || isApiError && error.code === Errors.REQUEST_TIMED_OUT);
  if (!neverFound) return error;
  return new ApiError(
    Errors.REQUEST_TIMED_OUT,
    `Topic ${topic} not present in metadata after ${maxBlockMs} ms.`,
  );
}
