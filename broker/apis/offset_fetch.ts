/** OffsetFetch (9): one group before version 8, several from then on (KIP-709). */
import type { ApiHandler } from "../../network/api.ts";
import { Apis } from "../../protocol/apis.ts";
import type { DecodedMessage } from "../../protocol/codec/message.ts";
import { Errors } from "../../protocol/errors.ts";
import type { OffsetFetchRequest } from "../../protocol/messages/offset_fetch.ts";
import { ZERO_UUID } from "../../protocol/uuid.ts";
import { defineApi } from "../../network/define_api.ts";
import type { CommittedOffset } from "../group/committed_offsets.ts";
import type { GroupShard } from "../group/group_shard.ts";
import type { BrokerServices } from "../services.ts";
import { shardFor } from "./group_request.ts";

type Request = DecodedMessage<typeof OffsetFetchRequest>;

interface AskedTopic {
  readonly name: string;
  readonly topicId: string;
  readonly partitionIndexes: readonly number[];
}

export function offsetFetch(services: BrokerServices): ApiHandler {
  return defineApi(Apis.OffsetFetch, (request, context) => {
    const { apiVersion } = context;
    if (apiVersion >= 8) {
      return {
        groups: request.groups.map(({ groupId, topics }) =>
          fetchGroup(services, groupId, topics, apiVersion, request.requireStable)
        ),
      };
    }
    const { topics, errorCode } = fetchGroup(
      services,
      request.groupId,
      asked(request),
      apiVersion,
      request.requireStable,
    );
    // Version 0 and 1 have no error of their own: the partitions carry it.
    const failed = apiVersion < 2 && errorCode !== Errors.NONE;
    return {
      errorCode,
      topics: failed ? refuse(request, errorCode) : topics,
    };
  });
}

function asked(request: Request): AskedTopic[] | null {
  return request.topics?.map((topic) => ({ ...topic, topicId: ZERO_UUID })) ?? null;
}

function refuse(request: Request, errorCode: number) {
  return (request.topics ?? []).map(({ name, partitionIndexes }) => ({
    name,
    partitions: partitionIndexes.map((index) => described(index, undefined, errorCode)),
  }));
}

function fetchGroup(
  services: BrokerServices,
  groupId: string,
  topics: readonly AskedTopic[] | null,
  version: number,
  requireStable: boolean,
) {
  const shard = shardFor(services, groupId);
  if (typeof shard === "number") return { groupId, topics: [], errorCode: shard };
  const stored = new StoredOffsets(shard, groupId, requireStable);
  return {
    groupId,
    topics: topics === null
      ? everything(services, stored, version)
      : topics.map((topic) => fetchTopic(services, stored, topic, version)),
    errorCode: Errors.NONE,
  };
}

/** The offsets of a group as a client wants to see them. */
class StoredOffsets {
  constructor(
    readonly shard: GroupShard,
    readonly groupId: string,
    /** Offsets that a transaction may be about to replace are not told (KIP-447). */
    readonly requireStable: boolean,
  ) {}

  all() {
    return this.shard.offsets.ofGroup(this.groupId);
  }

  described(topic: string, index: number) {
    const { shard, groupId } = this;
    if (this.requireStable && shard.pendingOffsets.has(groupId, topic, index)) {
      return described(index, undefined, Errors.UNSTABLE_OFFSET_COMMIT);
    }
    return described(index, shard.offsets.get(groupId, topic, index));
  }
}

function fetchTopic(
  services: BrokerServices,
  stored: StoredOffsets,
  { name, topicId, partitionIndexes }: AskedTopic,
  version: number,
) {
  const byId = version >= 10;
  const known = byId ? services.metadata.image.topics.byId.get(topicId)?.name : name;
  return {
    name,
    topicId,
    partitions: partitionIndexes.map((index) =>
      known === undefined
        ? described(index, undefined, Errors.UNKNOWN_TOPIC_ID)
        : stored.described(known, index)
    ),
  };
}

function everything(services: BrokerServices, stored: StoredOffsets, version: number) {
  const { byName } = services.metadata.image.topics;
  return Array.from(stored.all(), ([name, partitions]) => ({
    name,
    topicId: byName.get(name)?.id ?? ZERO_UUID,
    partitions: Array.from(partitions.keys(), (index) => stored.described(name, index)),
  })).filter(({ topicId }) => version < 10 || topicId !== ZERO_UUID);
}

function described(
  partitionIndex: number,
  offset: CommittedOffset | undefined,
  errorCode: number = Errors.NONE,
) {
  return {
    partitionIndex,
    committedOffset: offset?.offset ?? -1n,
    committedLeaderEpoch: offset?.leaderEpoch ?? -1,
    metadata: offset?.metadata ?? "",
    errorCode,
  };
}
