/**
 * Replays metadata records onto an image. The image that comes out shares all that did not change with the one that
 * went in, so that comparing identities finds what differs.
 */
import type { MetadataRecord } from "../../protocol/data/metadata_framing.ts";
import { BrokersBuilder, controllerRegistration } from "./cluster_builder.ts";
import { ConfigsBuilder } from "./configs_builder.ts";
import type { ControllerRegistration, MetadataChange, MetadataImage, TopicImage } from "./image.ts";
import { asPersistent, type PersistentMap } from "./persistent_map.ts";
import { QuotasBuilder } from "./quotas_builder.ts";
import { ReplayError } from "./replay_error.ts";
import { SecurityBuilder } from "./security_builder.ts";
import { TopicsBuilder } from "./topics_builder.ts";

/** Which part of the log an image stands for. */
export interface Provenance {
  /** Offset of the last record contained. */
  readonly offset: number;
  readonly epoch: number;
  readonly timestampMs: number;
}

export class ImageBuilder {
  readonly #base: MetadataImage;
  #features: PersistentMap<string, number> | null = null;
  #controllers: PersistentMap<number, ControllerRegistration> | null = null;
  #nextProducerId: bigint;
  #zkMigrationState: number;
  #brokers: BrokersBuilder | null = null;
  #topics: TopicsBuilder | null = null;
  #configs: ConfigsBuilder | null = null;
  #quotas: QuotasBuilder | null = null;
  #security: SecurityBuilder | null = null;

  constructor(base: MetadataImage) {
    this.#base = base;
    this.#nextProducerId = base.nextProducerId;
    this.#zkMigrationState = base.zkMigrationState;
  }

  /**
   * Applies one record. Transaction markers (Begin, End, Abort) are the caller's business and do nothing here.
   *
   * @param offset The record's own offset in the log.
   * @throws {ReplayError} When the record contradicts the state: the log is not usable any further.
   */
  replay(record: MetadataRecord, offset: number): void {
    switch (record.type) {
      case "RegisterBrokerRecord":
        return this.#forBrokers().register(record.value, offset);
      case "UnregisterBrokerRecord":
        return this.#forBrokers().unregister(record.value);
      case "BrokerRegistrationChangeRecord":
        return this.#forBrokers().change(record.value);
      case "FenceBrokerRecord":
        return this.#forBrokers().setFenced(record.value.id, record.value.epoch, true);
      case "UnfenceBrokerRecord":
        return this.#forBrokers().setFenced(record.value.id, record.value.epoch, false);
      case "RegisterControllerRecord":
        return this.#registerController(controllerRegistration(record.value));
      case "TopicRecord":
        return this.#forTopics().createTopic(record.value);
      case "RemoveTopicRecord":
        return this.#forConfigs().removeTopic(this.#forTopics().removeTopic(record.value));
      case "PartitionRecord":
        return this.#forTopics().setPartition(record.value);
      case "PartitionChangeRecord":
        return this.#forTopics().changePartition(record.value);
      case "ClearElrRecord":
        return this.#forTopics().clearElr(record.value);
      case "ConfigRecord":
        return this.#forConfigs().change(record.value);
      case "FeatureLevelRecord":
        return this.#setFeature(record.value.name, record.value.featureLevel);
      case "ClientQuotaRecord":
        return this.#forQuotas().change(record.value);
      case "ProducerIdsRecord":
        this.#nextProducerId = record.value.nextProducerId;
        return;
      case "AccessControlEntryRecord":
        return this.#forSecurity().addAcl(record.value);
      case "RemoveAccessControlEntryRecord":
        return this.#forSecurity().removeAcl(record.value);
      case "UserScramCredentialRecord":
        return this.#forSecurity().setScram(record.value);
      case "RemoveUserScramCredentialRecord":
        return this.#forSecurity().removeScram(record.value);
      case "DelegationTokenRecord":
        return this.#forSecurity().setToken(record.value);
      case "RemoveDelegationTokenRecord":
        return this.#forSecurity().removeToken(record.value);
      case "ZkMigrationStateRecord":
        this.#zkMigrationState = record.value.zkMigrationState;
        return;
      case "NoOpRecord":
      case "BeginTransactionRecord":
      case "EndTransactionRecord":
      case "AbortTransactionRecord":
        return;
    }
    throw new ReplayError(`Unknown record ${(record as { type: string }).type}`);
  }

  /** The image with everything replayed so far, and what differs from the base. */
  build(provenance: Provenance): MetadataChange {
    const base = this.#base;
    const after: MetadataImage = {
      ...provenance,
      features: this.#features ?? base.features,
      brokers: this.#brokers?.build() ?? base.brokers,
      controllers: this.#controllers ?? base.controllers,
      topics: this.#topics?.build() ?? base.topics,
      configs: this.#configs?.build() ?? base.configs,
      nextProducerId: this.#nextProducerId,
      zkMigrationState: this.#zkMigrationState,
      quotas: this.#quotas?.build() ?? base.quotas,
      ...(this.#security?.build() ??
        { acls: base.acls, scram: base.scram, delegationTokens: base.delegationTokens }),
    };
    return {
      before: base,
      after,
      topics: this.#changedTopics(after),
      brokers: this.#brokers?.changed ?? new Set(),
      configs: this.#configs?.changed ?? new Set(),
      featuresChanged: after.features !== base.features,
    };
  }

  #changedTopics(after: MetadataImage): MetadataChange["topics"] {
    const topics = new Map<string, { before: TopicImage | null; after: TopicImage | null }>();
    for (const id of this.#topics?.changed ?? []) {
      const change = {
        before: this.#base.topics.byId.get(id) ?? null,
        after: after.topics.byId.get(id) ?? null,
      };
      if (change.before !== change.after) topics.set(id, change);
    }
    return topics;
  }

  #setFeature(name: string, level: number): void {
    const features = this.#features ?? asPersistent(this.#base.features);
    this.#features = level === 0 ? features.without(name) : features.with(name, level);
  }

  #registerController(registration: ControllerRegistration): void {
    const controllers = this.#controllers ?? asPersistent(this.#base.controllers);
    this.#controllers = controllers.with(registration.id, registration);
  }

  #forBrokers(): BrokersBuilder {
    return this.#brokers ??= new BrokersBuilder(this.#base.brokers);
  }

  #forTopics(): TopicsBuilder {
    return this.#topics ??= new TopicsBuilder(this.#base.topics);
  }

  #forConfigs(): ConfigsBuilder {
    return this.#configs ??= new ConfigsBuilder(this.#base.configs);
  }

  #forQuotas(): QuotasBuilder {
    return this.#quotas ??= new QuotasBuilder(this.#base.quotas);
  }

  #forSecurity(): SecurityBuilder {
    return this.#security ??= new SecurityBuilder(this.#base);
  }
}
