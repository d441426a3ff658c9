/** Init Producer Id, API key 22. */
import { bool, int16, int32, int64, string } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const InitProducerIdRequest = request(22, "InitProducerId", "0-6", "2+", {
  transactionalId: string({ nullable: "0+" }),
  transactionTimeoutMs: int32(),
  producerId: int64({ versions: "3+", default: -1n }),
  producerEpoch: int16({ versions: "3+", default: -1 }),
  enable2Pc: bool({ versions: "6+", default: false }),
  keepPreparedTxn: bool({ versions: "6+", default: false }),
});

export const InitProducerIdResponse = response(22, "InitProducerId", "0-6", "2+", {
  throttleTimeMs: int32({ ignorable: true }),
  errorCode: int16(),
  producerId: int64({ default: -1n }),
  producerEpoch: int16(),
  ongoingTxnProducerId: int64({ versions: "6+", default: -1n }),
  ongoingTxnProducerEpoch: int16({ versions: "6+", default: -1 }),
});
