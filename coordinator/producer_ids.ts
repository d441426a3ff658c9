/** AllocateProducerIds: blocks of producer ids, each handed out once (metadata-quorum 3.3). */
import type { DecodedMessage } from "../protocol/codec/message.ts";
import { metadataRecord } from "../protocol/data/metadata_framing.ts";
import { ApiError, Errors } from "../protocol/errors.ts";
import type { AllocateProducerIdsRequest } from "../protocol/messages/allocate_producer_ids.ts";
import { registeredBroker } from "./broker_epochs.ts";
import { atomic, type ControllerState, type Decision } from "./decision.ts";

export const PRODUCER_ID_BLOCK_SIZE = 1000;
const LARGEST = 9223372036854775807n;

export interface ProducerIdBlock {
  readonly producerIdStart: bigint;
  readonly producerIdLen: number;
}

/** @throws {ApiError} STALE_BROKER_EPOCH; UNKNOWN_SERVER_ERROR when all of int64 is used up. */
export function allocateProducerIds(
  state: ControllerState,
  { brokerId, brokerEpoch }: DecodedMessage<typeof AllocateProducerIdsRequest>,
): Decision<ProducerIdBlock> {
  registeredBroker(state, brokerId, brokerEpoch);
  const first = state.image.nextProducerId < 0n ? 0n : state.image.nextProducerId;
  if (first > LARGEST - BigInt(PRODUCER_ID_BLOCK_SIZE)) {
    throw new ApiError(
      Errors.UNKNOWN_SERVER_ERROR,
      "Exhausted all producerIds as the next block's end producerId has exceeded the int64 type limit",
    );
  }
  const nextProducerId = first + BigInt(PRODUCER_ID_BLOCK_SIZE);
  const record = metadataRecord("ProducerIdsRecord", 0, { brokerId, brokerEpoch, nextProducerId });
  return atomic([record], { producerIdStart: first, producerIdLen: PRODUCER_ID_BLOCK_SIZE });
}
