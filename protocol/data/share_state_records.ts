/** Records of `__share_group_state`. */
import { array, int16, int32, int64, int8, string, struct, uuid } from "../codec/field.ts";
import { data } from "../codec/message.ts";

export const ShareSnapshotKey = data(0, "ShareSnapshotKey", "0", "none", {
  groupId: string(),
  topicId: uuid(),
  partition: int32(),
});

export const ShareSnapshotValue = data(0, "ShareSnapshotValue", "0", "0+", {
  snapshotEpoch: int32(),
  stateEpoch: int32(),
  leaderEpoch: int32(),
  startOffset: int64(),
  deliveryCompleteCount: int32({ tag: 0, default: -1 }),
  createTimestamp: int64(),
  writeTimestamp: int64(),
  stateBatches: array(struct({
    firstOffset: int64(),
    lastOffset: int64(),
    deliveryState: int8(),
    deliveryCount: int16(),
  })),
});

export const ShareUpdateKey = data(1, "ShareUpdateKey", "0", "none", {
  groupId: string(),
  topicId: uuid(),
  partition: int32(),
});

export const ShareUpdateValue = data(1, "ShareUpdateValue", "0", "0+", {
  snapshotEpoch: int32(),
  leaderEpoch: int32(),
  startOffset: int64(),
  deliveryCompleteCount: int32({ tag: 0, default: -1 }),
  stateBatches: array(struct({
    firstOffset: int64(),
    lastOffset: int64(),
    deliveryState: int8(),
    deliveryCount: int16(),
  })),
});
