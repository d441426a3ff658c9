/** OffsetDelete (47): committed offsets of topics that a group does not consume any more (KIP-496). */
import type { ApiHandler } from "../../network/api.ts";
import { Apis } from "../../protocol/apis.ts";
import { Errors } from "../../protocol/errors.ts";
import { defineApi } from "../../network/define_api.ts";
import { checkOffsetDelete, deleteOffsets, isSubscribed } from "../group/delete_offsets.ts";
import type { BrokerServices } from "../services.ts";
import { shardFor } from "./group_request.ts";

export function offsetDelete(services: BrokerServices): ApiHandler {
  return defineApi(Apis.OffsetDelete, async ({ groupId, topics }) => {
    const failed = (errorCode: number) => ({ errorCode, throttleTimeMs: 0, topics: [] });
    const shard = shardFor(services, groupId);
    if (typeof shard === "number") return failed(shard);
    const refused = checkOffsetDelete(shard, groupId);
    if (refused !== Errors.NONE) return failed(refused);
    const results = topics.map(({ name, partitions }) => {
      const errorCode = !services.metadata.image.topics.byName.has(name)
        ? Errors.UNKNOWN_TOPIC_OR_PARTITION
        : isSubscribed(shard, groupId, name)
        ? Errors.GROUP_SUBSCRIBED_TO_TOPIC
        : Errors.NONE;
      return {
        name,
        partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode })),
      };
    });
    const deletable = results.flatMap(({ name: topic, partitions }) =>
      partitions.filter(({ errorCode }) => errorCode === Errors.NONE)
        .map(({ partitionIndex: partition }) => ({ topic, partition }))
    );
    const errorCode = await deleteOffsets(shard, groupId, deletable);
    if (errorCode !== Errors.NONE) return failed(errorCode);
    return { errorCode, throttleTimeMs: 0, topics: results };
  });
}
