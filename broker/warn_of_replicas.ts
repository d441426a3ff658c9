/** Says of topics with more than one replica what is not there yet; goes when followers fetch. */
import type { MetadataChange } from "../metadata/image/image.ts";

const NAMES_SHOWN = 3;

/** One line for all topics that a change brings. */
export function warnOfReplicas({ topics }: MetadataChange, warn: (message: string) => void): void {
  const names: string[] = [];
  for (const { before, after } of topics.values()) {
    if (before !== null || after === null) continue;
    if (after.partitions.some(({ replicas }) => replicas.length > 1)) names.push(after.name);
  }
  if (names.length === 0) return;
  const more = names.length > NAMES_SHOWN ? ` and ${names.length - NAMES_SHOWN} more` : "";
  warn(
    `Only the leader's replica of ${
      names.slice(0, NAMES_SHOWN).join(", ")
    }${more} gets records, brokers do not ` +
      "replicate yet: acks=all waits in vain, and groups do if __consumer_offsets is among them. Create topics with one " +
      "replica (default.replication.factor, offsets.topic.replication.factor)",
  );
}
