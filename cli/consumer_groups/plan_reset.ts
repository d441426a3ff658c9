/** Which offsets a reset leads to. */
import { partitionKey, type TopicPartition } from "../../client/topic_partition.ts";
import { UsageError } from "../options/option_error.ts";
import type { ResetScenario } from "./reset_scenario.ts";

export interface PartitionOffset extends TopicPartition {
  readonly offset: bigint;
}

/** Offsets by {@linkcode partitionKey}. */
export type Offsets = ReadonlyMap<string, bigint>;

/** What is asked of the cluster, as far as the scenario needs it. */
export interface OffsetLookup {
  committed(): Promise<Offsets>;
  earliest(): Promise<Offsets>;
  latest(): Promise<Offsets>;
  /** Offset of the first record from that time on; without partitions that have none. */
  atTime(timestamp: bigint): Promise<Offsets>;
}

/** What the user should know about the plan. */
export interface ResetNotes {
  /** An offset outside of the log was moved into it. */
  clamped(text: string): void;
  /** Nothing is that late. */
  nothingThatLate(partition: TopicPartition): void;
}

/**
 * An offset for each partition, in their order, always within the log.
 *
 * @throws {UsageError} If an offset is to be shifted that was never committed.
 */
export async function planReset(
  scenario: Exclude<ResetScenario, { readonly kind: "file" }>,
  partitions: readonly TopicPartition[],
  lookup: OffsetLookup,
  notes: ResetNotes,
): Promise<PartitionOffset[]> {
  const from = (offsets: Offsets, fallback?: Offsets) =>
    partitions.map((it): PartitionOffset => ({ ...it, offset: known(it, offsets, fallback) }));
  switch (scenario.kind) {
    case "earliest":
      return from(await lookup.earliest());
    case "latest":
      return from(await lookup.latest());
    case "current":
      return from(await lookup.committed(), await lookup.latest());
    case "time": {
      const found = await lookup.atTime(scenario.timestamp);
      for (const it of partitions) if (!found.has(partitionKey(it))) notes.nothingThatLate(it);
      return from(found, await lookup.latest());
    }
    case "offset": {
      const { offset } = scenario;
      return clamp(partitions.map((it) => ({ ...it, offset })), lookup, notes);
    }
    case "shift": {
      const committed = await lookup.committed();
      const shifted = partitions.map((it) => {
        const offset = committed.get(partitionKey(it));
        if (offset !== undefined) return { ...it, offset: offset + scenario.by };
        throw new UsageError(
          `Cannot shift offset for partition ${it.topic}-${it.partition} since there is no ` +
            "current committed offset",
        );
      });
      return clamp(shifted, lookup, notes);
    }
  }
}

/** Moves offsets outside of the log to its nearest end. */
export async function clamp(
  wanted: readonly PartitionOffset[],
  lookup: Pick<OffsetLookup, "earliest" | "latest">,
  notes: Pick<ResetNotes, "clamped">,
): Promise<PartitionOffset[]> {
  const earliest = await lookup.earliest();
  const latest = await lookup.latest();
  return wanted.map(({ topic, partition, offset }) => {
    const start = known({ topic, partition }, earliest);
    const end = known({ topic, partition }, latest);
    if (offset >= start && offset <= end) return { topic, partition, offset };
    const [side, bound] = offset > end
      ? ["higher than latest", end]
      : ["lower than earliest", start];
    notes.clamped(
      `New offset (${offset}) is ${side} offset for topic partition ${topic}-${partition}. ` +
        `Value will be set to ${bound}`,
    );
    return { topic, partition, offset: bound as bigint };
  });
}

/** Partitions without a leader can't be asked. */
export class UnknownOffsetError extends Error {
  override name = "UnknownOffsetError";
}

function known(partition: TopicPartition, ...sources: (Offsets | undefined)[]): bigint {
  const key = partitionKey(partition);
  for (const source of sources) {
    const offset = source?.get(key);
    if (offset !== undefined) return offset;
  }
  throw new UnknownOffsetError(
    `Error getting offset of topic partition: ${partition.topic}-${partition.partition}`,
  );
}
