/** End Txn, API key 26. */
import { bool, int16, int32, int64, string } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const EndTxnRequest = request(26, "EndTxn", "0-5", "3+", {
  transactionalId: string(),
  producerId: int64(),
  producerEpoch: int16(),
  committed: bool(),
});

export const EndTxnResponse = response(26, "EndTxn", "0-5", "3+", {
  throttleTimeMs: int32(),
  errorCode: int16(),
  producerId: int64({ versions: "5+", default: -1n, ignorable: true }),
  producerEpoch: int16({ versions: "5+", default: -1, ignorable: true }),
});
