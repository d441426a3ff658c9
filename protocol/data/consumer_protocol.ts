/** What members of a consumer group put into JoinGroup and SyncGroup (KIP-429, KIP-792, KIP-881). */
import { array, bytes, int32, string, struct } from "../codec/field.ts";
import { data } from "../codec/message.ts";

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
