/** Describe Transactions, API key 65. */
import { array, int16, int32, int64, string, struct } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const DescribeTransactionsRequest = request(65, "DescribeTransactions", "0", "0+", {
  transactionalIds: array(string()),
});

export const DescribeTransactionsResponse = response(65, "DescribeTransactions", "0", "0+", {
  throttleTimeMs: int32(),
  transactionStates: array(struct({
    errorCode: int16(),
    transactionalId: string(),
    transactionState: string(),
    transactionTimeoutMs: int32(),
    transactionStartTimeMs: int64(),
    producerId: int64(),
    producerEpoch: int16(),
    topics: array(struct({
      topic: string(),
      partitions: array(int32()),
    })),
  })),
});
