/** OffsetCommit (8). */
import type { ApiHandler } from "../../network/api.ts";
import { Apis } from "../../protocol/apis.ts";
import type { DecodedMessage } from "../../protocol/codec/message.ts";
import { Errors } from "../../protocol/errors.ts";
import type { OffsetCommitRequest } from "../../protocol/messages/offset_commit.ts";
import { defineApi } from "../../network/define_api.ts";
import { checkCommit, commitOffsets, type OffsetToCommit } from "../group/commit_offsets.ts";
import type { BrokerServices } from "../services.ts";
import { shardFor } from "./group_request.ts";

type Request = DecodedMessage<typeof OffsetCommitRequest>;
type Topic = Request["topics"][number];
type Partition = Topic["partitions"][number];

export function offsetCommit(services: BrokerServices): ApiHandler {
  return defineApi(Apis.OffsetCommit, async (request, context) => {
    const refuse = (errorCode: number) => ({
      topics: request.topics.map((topic) => ({
        name: topic.name,
        topicId: topic.topicId,
        partitions: topic.partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode })),
      })),
    });
    const shard = shardFor(services, request.groupId);
    if (typeof shard === "number") return refuse(shard);
    const { apiVersion } = context;
    const refused = checkCommit(shard, {
      groupId: request.groupId,
      memberId: request.memberId,
      instanceId: request.groupInstanceId,
      generationId: request.generationIdOrMemberEpoch,
      knowsGroupNotFound: apiVersion >= 9,
    });
    if (refused !== Errors.NONE) return refuse(refused);

    const plan = new CommitPlan(services, request, apiVersion);
    const topics = request.topics.map((topic) => plan.add(topic));
    const code = await commitOffsets(shard, request.groupId, plan.offsets);
    return {
      topics: topics.map(({ partitions, ...topic }) => ({
        ...topic,
        partitions: partitions.map(({ partitionIndex, errorCode }) => ({
          partitionIndex,
          errorCode: errorCode === Errors.NONE ? code : errorCode,
        })),
      })),
    };
  });
}

/** Sorts what can be committed from what can't. */
class CommitPlan {
  readonly offsets: OffsetToCommit[] = [];

  constructor(
    readonly services: BrokerServices,
    readonly request: Request,
    readonly version: number,
  ) {}

  add({ name, topicId, partitions }: Topic) {
    const { topics } = this.services.metadata.image;
    const byId = this.version >= 10;
    const topic = byId ? topics.byId.get(topicId) : topics.byName.get(name);
    return {
      name,
      topicId,
      partitions: partitions.map((partition) => {
        const { partitionIndex } = partition;
        let errorCode: number = Errors.NONE;
        if (topic === undefined) {
          errorCode = byId ? Errors.UNKNOWN_TOPIC_ID : Errors.UNKNOWN_TOPIC_OR_PARTITION;
        } else if (topic.partitions[partitionIndex] === undefined) {
          errorCode = Errors.UNKNOWN_TOPIC_OR_PARTITION;
        } else if (this.#metadataTooLarge(partition)) errorCode = Errors.OFFSET_METADATA_TOO_LARGE;
        else this.offsets.push(this.#offset(topic.name, topic.id, partition));
        return { partitionIndex, errorCode };
      }),
    };
  }

  #metadataTooLarge({ committedMetadata }: Partition): boolean {
    const { offsetMetadataMaxBytes } = this.services.groups.config;
    return committedMetadata !== null && committedMetadata.length > offsetMetadataMaxBytes;
  }

  #offset(topic: string, topicId: string, partition: Partition): OffsetToCommit {
    const now = this.services.clock.now();
    const { retentionTimeMs } = this.request;
    const commitTimestampMs = partition.commitTimestamp >= 0n && this.version === 1
      ? Number(partition.commitTimestamp)
      : now;
    return {
      topic,
      partition: partition.partitionIndex,
      offset: {
        offset: partition.committedOffset,
        leaderEpoch: partition.committedLeaderEpoch,
        metadata: partition.committedMetadata ?? "",
        commitTimestampMs,
        expireTimestampMs: retentionTimeMs >= 0n
          ? commitTimestampMs + Number(retentionTimeMs)
          : null,
        topicId,
      },
    };
  }
}
