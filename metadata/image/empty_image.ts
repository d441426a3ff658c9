/** The state before the first record. */
import type { MetadataImage } from "./image.ts";
import { PersistentMap } from "./persistent_map.ts";

export const EMPTY_IMAGE: MetadataImage = {
  offset: -1,
  epoch: 0,
  timestampMs: -1,
  features: PersistentMap.empty(),
  brokers: PersistentMap.empty(),
  controllers: PersistentMap.empty(),
  topics: { byName: PersistentMap.empty(), byId: PersistentMap.empty() },
  configs: PersistentMap.empty(),
  nextProducerId: -1n,
  quotas: PersistentMap.empty(),
  acls: PersistentMap.empty(),
  scram: PersistentMap.empty(),
  delegationTokens: PersistentMap.empty(),
  zkMigrationState: 0,
};
