/** One partition's part of a Produce answer (KIP-467). */
import type { EncodableMessage } from "../../protocol/codec/message.ts";
import { type ApiError, Errors } from "../../protocol/errors.ts";
import type { ProduceResponse } from "../../protocol/messages/produce.ts";
import { LogAppendError } from "../../storage/errors.ts";
import type { AppendResult } from "../../storage/types.ts";
import { BrokenBatchError } from "./batch_shape.ts";

type Response = EncodableMessage<typeof ProduceResponse>;
export type TopicResult = Response["responses"][number];
export type PartitionResult = {
  -readonly [K in keyof TopicResult["partitionResponses"][number]]:
    TopicResult["partitionResponses"][number][K];
};

/** Refusals of a log after which Kafka does not tell where the log starts. */
const WITHOUT_LOG_START: ReadonlySet<number> = new Set([
  Errors.UNKNOWN_TOPIC_OR_PARTITION,
  Errors.NOT_LEADER_OR_FOLLOWER,
  Errors.MESSAGE_TOO_LARGE,
  Errors.RECORD_LIST_TOO_LARGE,
  Errors.CORRUPT_MESSAGE,
  Errors.KAFKA_STORAGE_ERROR,
  Errors.NOT_ENOUGH_REPLICAS,
]);

export function appended(index: number, result: AppendResult): PartitionResult {
  return {
    index,
    errorCode: Errors.NONE,
    baseOffset: BigInt(result.firstOffset),
    logAppendTimeMs: BigInt(result.logAppendTimeMs),
    logStartOffset: BigInt(result.logStartOffset),
  };
}

/** @param logStartOffset Of the log that refused the batch; null when it was not asked. */
export function refused(
  index: number,
  error: ApiError,
  logStartOffset: number | null,
): PartitionResult {
  const result: PartitionResult = { index, errorCode: error.code, baseOffset: -1n };
  if (logStartOffset !== null && !WITHOUT_LOG_START.has(error.code)) {
    result.logStartOffset = BigInt(logStartOffset);
  }
  if (error instanceof BrokenBatchError) result.errorMessage = error.message;
  if (error instanceof LogAppendError && error.recordErrors.length > 0) {
    result.errorMessage = error.message;
    result.recordErrors = error.recordErrors.map(({ batchIndex, message }) => ({
      batchIndex,
      batchIndexErrorMessage: message,
    }));
  }
  return result;
}

/** Turns a result that was good at the append into a failure: the records are in the log all the same. */
export function fail(result: PartitionResult, errorCode: number): void {
  result.errorCode = errorCode;
  result.baseOffset = -1n;
  result.logAppendTimeMs = -1n;
  result.logStartOffset = -1n;
}
