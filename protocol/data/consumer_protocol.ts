/** What members of a consumer group put into JoinGroup and SyncGroup (KIP-429, KIP-792, KIP-881). */
import { array, bytes, type Fields, int32, string, struct } from "../codec/field.ts";
import {
  data,
  type DecodedMessage,
  type EncodableMessage,
  type Message,
} from "../codec/message.ts";
import { Reader } from "../codec/reader.ts";
import { encodeVersioned, readKnown } from "./framing.ts";

export const ConsumerProtocolAssignment = data(-1, "ConsumerProtocolAssignment", "0-3", "none", {
  assignedPartitions: array(struct({
    topic: string(),
    partitions: array(int32()),
  })),
  userData: bytes({ nullable: "0+", default: null }),
});

export const ConsumerProtocolSubscription = data(
  -1,
  "ConsumerProtocolSubscription",
  "0-3",
  "none",
  {
    topics: array(string()),
    userData: bytes({ nullable: "0+", default: null }),
    ownedPartitions: array(
      struct({
        topic: string({ versions: "1+" }),
        partitions: array(int32(), { versions: "1+" }),
      }),
      { versions: "1+", ignorable: true },
    ),
    generationId: int32({ versions: "2+", default: -1, ignorable: true }),
    rackId: string({ versions: "3+", nullable: "3+", default: null, ignorable: true }),
  },
);

const NEWEST_VERSION = 3;

/** The subscription as a member's metadata in JoinGroup: version, then body. */
export function encodeSubscription(
  value: EncodableMessage<typeof ConsumerProtocolSubscription>,
  version = NEWEST_VERSION,
): Uint8Array {
  return encodeVersioned(ConsumerProtocolSubscription, value, version);
}

/** @throws {DecodeError} When the bytes are no subscription: other protocol types put what they like there. */
export function decodeSubscription(
  bytes: Uint8Array,
): DecodedMessage<typeof ConsumerProtocolSubscription> {
  return decodeNewestKnown(ConsumerProtocolSubscription, bytes);
}

/** The assignment as SyncGroup carries it: version, then body. */
export function encodeAssignment(
  value: EncodableMessage<typeof ConsumerProtocolAssignment>,
  version = NEWEST_VERSION,
): Uint8Array {
  return encodeVersioned(ConsumerProtocolAssignment, value, version);
}

/** @throws {DecodeError} As {@linkcode decodeSubscription}. */
export function decodeAssignment(
  bytes: Uint8Array,
): DecodedMessage<typeof ConsumerProtocolAssignment> {
  return decodeNewestKnown(ConsumerProtocolAssignment, bytes);
}

/** Versions above the newest known are read as that one: they only add at the end. */
function decodeNewestKnown<F extends Fields>(message: Message<F>, bytes: Uint8Array) {
  const reader = new Reader(bytes);
  return readKnown(message, reader, Math.min(reader.int16(), NEWEST_VERSION));
}
