/** Write Txn Markers, API key 27. */
import { array, bool, int16, int32, int64, int8, string, struct } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const WriteTxnMarkersRequest = request(27, "WriteTxnMarkers", "0-2", "1+", {
  markers: array(struct({
    producerId: int64(),
    producerEpoch: int16(),
    transactionResult: bool(),
    topics: array(struct({
      name: string(),
      partitionIndexes: array(int32()),
    })),
    coordinatorEpoch: int32(),
    transactionVersion: int8({ versions: "2+", default: 0, ignorable: true }),
  })),
});

export const WriteTxnMarkersResponse = response(27, "WriteTxnMarkers", "0-2", "1+", {
  markers: array(struct({
    producerId: int64(),
    topics: array(struct({
      name: string(),
      partitions: array(struct({
        partitionIndex: int32(),
        errorCode: int16(),
      })),
    })),
  })),
});
