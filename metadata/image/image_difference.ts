/** Compares whole images: for a snapshot that replaces the state, and for a subscriber that has seen nothing yet. */
import type { MetadataChange, MetadataImage, TopicImage } from "./image.ts";
import { asPersistent, type MapKey, type PersistentMap } from "./persistent_map.ts";

/** What differs, by identity of the parts. */
export function imageDifference(before: MetadataImage, after: MetadataImage): MetadataChange {
  const topics = new Map<string, { before: TopicImage | null; after: TopicImage | null }>();
  for (const id of changedKeys(before.topics.byId, after.topics.byId)) {
    topics.set(id, {
      before: before.topics.byId.get(id) ?? null,
      after: after.topics.byId.get(id) ?? null,
    });
  }
  return {
    before,
    after,
    topics,
    brokers: changedKeys(before.brokers, after.brokers),
    configs: changedKeys(before.configs, after.configs),
    featuresChanged: changedKeys(before.features, after.features).size > 0,
  };
}

/** `after`, with the parts that equal those of `before` replaced by them, so that identities tell what changed. */
export function shareEqualParts(before: MetadataImage, after: MetadataImage): MetadataImage {
  const byId = shareEntries(before.topics.byId, after.topics.byId, sameTopic);
  const sameTopics = byId === before.topics.byId;
  return {
    ...after,
    features: shareEntries(before.features, after.features),
    brokers: shareEntries(before.brokers, after.brokers),
    controllers: shareEntries(before.controllers, after.controllers),
    topics: sameTopics ? before.topics : { byId, byName: keyedByName(byId) },
    configs: shareEntries(before.configs, after.configs),
    quotas: shareEntries(before.quotas, after.quotas),
    acls: shareEntries(before.acls, after.acls),
    scram: shareEntries(before.scram, after.scram),
    delegationTokens: shareEntries(before.delegationTokens, after.delegationTokens),
  };
}

function changedKeys<K, V>(before: ReadonlyMap<K, V>, after: ReadonlyMap<K, V>): Set<K> {
  const keys = new Set<K>();
  if (before === after) return keys;
  for (const [key, value] of after) if (before.get(key) !== value) keys.add(key);
  for (const key of before.keys()) if (!after.has(key)) keys.add(key);
  return keys;
}

function shareEntries<K extends MapKey, V>(
  before: ReadonlyMap<K, V>,
  after: ReadonlyMap<K, V>,
  same: (old: V, now: V) => V = (old, now) => deepEqual(old, now) ? old : now,
): PersistentMap<K, V> {
  const edit = asPersistent(before).edit();
  for (const key of before.keys()) if (!after.has(key)) edit.delete(key);
  for (const [key, now] of after) {
    const old = before.get(key);
    edit.set(key, old === undefined ? now : same(old, now));
  }
  return edit.freeze();
}

function sameTopic(old: TopicImage, now: TopicImage): TopicImage {
  if (deepEqual(old, now)) return old;
  const partitions = now.partitions.map((partition, index) =>
    deepEqual(old.partitions[index], partition) ? old.partitions[index] : partition
  );
  return { ...now, partitions };
}

function keyedByName(byId: PersistentMap<string, TopicImage>): ReadonlyMap<string, TopicImage> {
  const edit = asPersistent<string, TopicImage>(new Map()).edit();
  for (const topic of byId.values()) edit.set(topic.name, topic);
  return edit.freeze();
}

/** Equality of what images are made of: primitives, arrays, bytes, maps and plain objects. */
export function deepEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || a instanceof Uint8Array) {
    const other = b as ArrayLike<unknown>;
    return a.length === other.length && a.every((item, index) => deepEqual(item, other[index]));
  }
  if (isMap(a)) {
    if (!isMap(b) || a.size !== b.size) return false;
    for (const [key, value] of a) if (!b.has(key) || !deepEqual(value, b.get(key))) return false;
    return true;
  }
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length &&
    keys.every((key) => deepEqual(a[key as keyof typeof a], b[key as keyof typeof b]));
}

function isMap(value: object): value is ReadonlyMap<unknown, unknown> {
  return "size" in value && "forEach" in value && "get" in value;
}
