/** List Transactions, API key 66. */
import { array, int16, int32, int64, string, struct } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const ListTransactionsRequest = request(66, "ListTransactions", "0-2", "0+", {
  stateFilters: array(string()),
  producerIdFilters: array(int64()),
  durationFilter: int64({ versions: "1+", default: -1n }),
  transactionalIdPattern: string({ versions: "2+", nullable: "2+", default: null }),
});

export const ListTransactionsResponse = response(66, "ListTransactions", "0-2", "0+", {
  throttleTimeMs: int32(),
  errorCode: int16(),
  unknownStateFilters: array(string()),
  transactionStates: array(struct({
    transactionalId: string(),
    producerId: int64(),
    transactionState: string(),
  })),
});
