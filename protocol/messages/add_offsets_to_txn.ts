/** Add Offsets To Txn, API key 25. */
import { int16, int32, int64, string } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const AddOffsetsToTxnRequest = request(25, "AddOffsetsToTxn", "0-4", "3+", {
  transactionalId: string(),
  producerId: int64(),
  producerEpoch: int16(),
  groupId: string(),
});

export const AddOffsetsToTxnResponse = response(25, "AddOffsetsToTxn", "0-4", "3+", {
  throttleTimeMs: int32(),
  errorCode: int16(),
});
