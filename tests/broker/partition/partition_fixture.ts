/** Partitions over real logs on a simulated machine. */
import { Partition } from "../../../broker/partition/partition.ts";
import type { PartitionImage } from "../../../metadata/image/image.ts";
import { BatchBuilder } from "../../../protocol/records/batch_builder.ts";
import { ZERO_UUID } from "../../../protocol/uuid.ts";
import type { LogFixture, OpenOverrides } from "../../storage/log_fixture.ts";

export const ME = 1;

export function partitionState(changed: Partial<PartitionImage> = {}): PartitionImage {
  const replicas = changed.replicas ?? [ME];
  return {
    replicas,
    directories: replicas.map(() => ZERO_UUID),
    isr: replicas,
    removingReplicas: [],
    addingReplicas: [],
    elr: [],
    lastKnownElr: [],
    leader: ME,
    leaderRecoveryState: 0,
    leaderEpoch: 0,
    partitionEpoch: 0,
    ...changed,
  };
}

/** A batch of records with these values. */
export function batchOf(...values: string[]): Uint8Array {
  const builder = new BatchBuilder();
  for (const value of values) {
    builder.append({
      timestamp: 1_735_689_600_000n,
      key: null,
      value: new TextEncoder().encode(value),
    });
  }
  return builder.build();
}

/** A partition that this broker leads, unless `state` says otherwise. */
export async function openPartition(
  fixture: LogFixture,
  state: Partial<PartitionImage> = {},
  options: { readonly minInSyncReplicas?: number; readonly log?: OpenOverrides } = {},
): Promise<Partition> {
  const log = await fixture.open(options.log);
  const image = partitionState(state);
  const partition = new Partition(
    "t",
    0,
    log.topicId,
    ME,
    log,
    image,
    options.minInSyncReplicas,
  );
  partition.update(image);
  return partition;
}

/** Resolves when everything appended so far is written. */
export function written(partition: Partition): Promise<void> {
  return new Promise((resolve) => partition.log.onWritten(() => resolve()));
}
