/** Add Partitions To Txn, API key 24. */
import { array, bool, int16, int32, int64, string, struct } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

const addPartitionsToTxnTopicFields = {
  name: string(),
  partitions: array(int32()),
};

export const AddPartitionsToTxnRequest = request(24, "AddPartitionsToTxn", "0-5", "3+", {
  transactions: array(
    struct({
      transactionalId: string({ versions: "4+" }),
      producerId: int64({ versions: "4+" }),
      producerEpoch: int16({ versions: "4+" }),
      verifyOnly: bool({ versions: "4+", default: false }),
      topics: array(struct(addPartitionsToTxnTopicFields), { versions: "4+" }),
    }),
    { versions: "4+" },
  ),
  v3AndBelowTransactionalId: string({ versions: "0-3" }),
  v3AndBelowProducerId: int64({ versions: "0-3" }),
  v3AndBelowProducerEpoch: int16({ versions: "0-3" }),
  v3AndBelowTopics: array(struct(addPartitionsToTxnTopicFields), { versions: "0-3" }),
});

const responseAddPartitionsToTxnPartitionResultFields = {
  partitionIndex: int32(),
  partitionErrorCode: int16(),
};

const responseAddPartitionsToTxnTopicResultFields = {
  name: string(),
  resultsByPartition: array(struct(responseAddPartitionsToTxnPartitionResultFields)),
};

export const AddPartitionsToTxnResponse = response(24, "AddPartitionsToTxn", "0-5", "3+", {
  throttleTimeMs: int32(),
  errorCode: int16({ versions: "4+", ignorable: true }),
  resultsByTransaction: array(
    struct({
      transactionalId: string({ versions: "4+" }),
      topicResults: array(struct(responseAddPartitionsToTxnTopicResultFields), { versions: "4+" }),
    }),
    { versions: "4+" },
  ),
  resultsByTopicV3AndBelow: array(struct(responseAddPartitionsToTxnTopicResultFields), {
    versions: "0-3",
  }),
});
