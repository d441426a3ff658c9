/** Records of `__transaction_state`. */
import { array, int16, int32, int64, int8, string, struct } from "../codec/field.ts";
import { data } from "../codec/message.ts";

export const TransactionLogKey = data(0, "TransactionLogKey", "0", "none", {
  transactionalId: string(),
});

export const TransactionLogValue = data(0, "TransactionLogValue", "0-1", "1+", {
  producerId: int64(),
  previousProducerId: int64({ tag: 0, versions: "1+", default: -1n }),
  nextProducerId: int64({ tag: 1, versions: "1+", default: -1n }),
  producerEpoch: int16(),
  nextProducerEpoch: int16({ tag: 3, versions: "1+", default: -1 }),
  transactionTimeoutMs: int32(),
  transactionStatus: int8(),
  transactionPartitions: array(
    struct({
      topic: string(),
      partitionIds: array(int32()),
    }),
    { nullable: "0+" },
  ),
  transactionLastUpdateTimestampMs: int64(),
  transactionStartTimestampMs: int64(),
  clientTransactionVersion: int16({ tag: 2, versions: "1+", default: 0 }),
});
