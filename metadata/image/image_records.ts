/**
 * The records that make an image again: what a snapshot holds, in the order of metadata-quorum 2.5, in the versions of
 * the image's metadata.version.
 */
import { type MetadataRecord, metadataRecord } from "../../protocol/data/metadata_framing.ts";
import {
  METADATA_VERSION_FEATURE,
  MetadataVersion,
  metadataVersionOf,
} from "../metadata_version.ts";
import type {
  BrokerRegistration,
  Endpoint,
  FeatureRange,
  MetadataImage,
  PartitionImage,
  TopicImage,
} from "./image.ts";
import { partitionVersion, registerBrokerVersion } from "./record_versions.ts";

/** Yields the records of `image` one by one. */
export function* imageRecords(image: MetadataImage): Generator<MetadataRecord, void> {
  const version = metadataVersionOf(image.features);
  yield* featureRecords(image.features);
  // Kafka 4 writes none; absent means 0.
  if (image.zkMigrationState !== 0) {
    yield metadataRecord("ZkMigrationStateRecord", 0, { zkMigrationState: image.zkMigrationState });
  }
  for (const broker of image.brokers.values()) yield brokerRecord(broker, version);
  yield* controllerRecords(image);
  for (const topic of image.topics.byId.values()) yield* topicRecords(topic, version);
  yield* configRecords(image.configs);
  yield* quotaRecords(image);
  if (image.nextProducerId >= 0n) {
    const { nextProducerId } = image;
    yield metadataRecord("ProducerIdsRecord", 0, {
      brokerId: -1,
      brokerEpoch: -1n,
      nextProducerId,
    });
  }
  yield* securityRecords(image);
}

/** Records of the finalized levels, metadata.version first, the others by name. */
export function* featureRecords(
  features: ReadonlyMap<string, number>,
): Generator<MetadataRecord, void> {
  const first = (name: string) => name === METADATA_VERSION_FEATURE ? 0 : 1;
  const names = [...features.keys()].sort((a, b) => first(a) - first(b) || (a < b ? -1 : 1));
  for (const name of names) {
    yield metadataRecord("FeatureLevelRecord", 0, { name, featureLevel: features.get(name)! });
  }
}

function brokerRecord(broker: BrokerRegistration, metadataVersion: number): MetadataRecord {
  const version = registerBrokerVersion(metadataVersion);
  return metadataRecord("RegisterBrokerRecord", version, {
    brokerId: broker.id,
    incarnationId: broker.incarnationId,
    brokerEpoch: broker.epoch,
    endPoints: endpoints(broker.endpoints),
    features: features(broker.features),
    rack: broker.rack,
    fenced: broker.fenced,
    ...(version >= 1 && { inControlledShutdown: broker.inControlledShutdown }),
    ...(version >= 2 && { isMigratingZkBroker: broker.isMigratingZkBroker }),
    ...(version >= 3 && { logDirs: broker.logDirs }),
    ...(version >= 4 && { cordonedLogDirs: broker.cordonedLogDirs }),
  });
}

function* controllerRecords({ controllers }: MetadataImage): Generator<MetadataRecord, void> {
  for (const controller of controllers.values()) {
    yield metadataRecord("RegisterControllerRecord", 0, {
      controllerId: controller.id,
      incarnationId: controller.incarnationId,
      zkMigrationReady: controller.zkMigrationReady,
      endPoints: endpoints(controller.endpoints),
      features: features(controller.features),
    });
  }
}

function* topicRecords(topic: TopicImage, metadataVersion: number) {
  yield metadataRecord("TopicRecord", 0, { name: topic.name, topicId: topic.id });
  for (let index = 0; index < topic.partitions.length; index++) {
    yield partitionRecord(topic.id, index, topic.partitions[index], metadataVersion);
  }
}

/** The PartitionRecord that tells `partition` whole. */
export function partitionRecord(
  topicId: string,
  partitionId: number,
  partition: PartitionImage,
  metadataVersion: number,
): MetadataRecord {
  const version = partitionVersion(metadataVersion);
  return metadataRecord("PartitionRecord", version, {
    partitionId,
    topicId,
    replicas: partition.replicas,
    isr: partition.isr,
    removingReplicas: partition.removingReplicas,
    addingReplicas: partition.addingReplicas,
    leader: partition.leader,
    leaderEpoch: partition.leaderEpoch,
    partitionEpoch: partition.partitionEpoch,
    ...(metadataVersion >= MetadataVersion.IBP_3_2_IV0_LEADER_RECOVERY &&
      { leaderRecoveryState: partition.leaderRecoveryState }),
    ...(version >= 1 && { directories: partition.directories }),
    ...(version >= 2 && partition.elr.length > 0 && { eligibleLeaderReplicas: partition.elr }),
    ...(version >= 2 && partition.lastKnownElr.length > 0 &&
      { lastKnownElr: partition.lastKnownElr }),
  });
}

function* configRecords(configs: MetadataImage["configs"]): Generator<MetadataRecord, void> {
  for (const [key, overrides] of configs) {
    const colon = key.indexOf(":");
    const resourceType = Number(key.slice(0, colon));
    const resourceName = key.slice(colon + 1);
    for (const [name, value] of overrides) {
      yield metadataRecord("ConfigRecord", 0, { resourceType, resourceName, name, value });
    }
  }
}

function* quotaRecords({ quotas }: MetadataImage): Generator<MetadataRecord, void> {
  for (const quota of quotas.values()) {
    const entity = quota.entity.map(({ type, name }) => ({ entityType: type, entityName: name }));
    for (const [key, value] of quota.values) {
      yield metadataRecord("ClientQuotaRecord", 0, { entity, key, value, remove: false });
    }
  }
}

function* securityRecords(image: MetadataImage): Generator<MetadataRecord, void> {
  for (const acl of image.acls.values()) yield metadataRecord("AccessControlEntryRecord", 0, acl);
  const version = metadataVersionOf(image.features);
  if (version >= MetadataVersion.IBP_3_5_IV2_SCRAM) {
    for (const { user, ...credential } of image.scram.values()) {
      yield metadataRecord("UserScramCredentialRecord", 0, { name: user, ...credential });
    }
  }
  if (version >= MetadataVersion.IBP_3_6_IV2_DELEGATION_TOKENS) {
    for (const token of image.delegationTokens.values()) {
      yield metadataRecord("DelegationTokenRecord", 0, {
        owner: token.owner,
        requester: token.requester,
        renewers: token.renewers,
        issueTimestamp: BigInt(token.issueTimestampMs),
        maxTimestamp: BigInt(token.maxTimestampMs),
        expirationTimestamp: BigInt(token.expirationTimestampMs),
        tokenId: token.tokenId,
      });
    }
  }
}

function endpoints(list: readonly Endpoint[]) {
  return list.map(({ name, host, port, securityProtocol }) => ({
    name,
    host,
    port,
    securityProtocol,
  }));
}

function features(ranges: ReadonlyMap<string, FeatureRange>) {
  return [...ranges].map(([name, { min, max }]) => ({
    name,
    minSupportedVersion: min,
    maxSupportedVersion: max,
  }));
}
