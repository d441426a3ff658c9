/** Replays the registrations of brokers and controllers. */
import type { DecodedMessage } from "../../protocol/codec/message.ts";
import type {
  BrokerRegistrationChangeRecord,
  RegisterBrokerRecord,
  RegisterControllerRecord,
  UnregisterBrokerRecord,
} from "../../protocol/data/metadata_records.ts";
import type { BrokerRegistration, ControllerRegistration, FeatureRange } from "./image.ts";
import { asPersistent, type MapEdit, type PersistentMap } from "./persistent_map.ts";
import { ReplayError } from "./replay_error.ts";

export class BrokersBuilder {
  /** Ids of brokers registered, changed or unregistered. */
  readonly changed = new Set<number>();
  readonly #brokers: MapEdit<number, BrokerRegistration>;

  constructor(base: ReadonlyMap<number, BrokerRegistration>) {
    this.#brokers = asPersistent(base).edit();
  }

  register(record: DecodedMessage<typeof RegisterBrokerRecord>, offset: number): void {
    this.#set({
      id: record.brokerId,
      epoch: record.brokerEpoch,
      incarnationId: record.incarnationId,
      endpoints: record.endPoints,
      features: featureRanges(record.features),
      rack: record.rack,
      fenced: record.fenced,
      inControlledShutdown: record.inControlledShutdown,
      isMigratingZkBroker: record.isMigratingZkBroker,
      logDirs: record.logDirs,
      cordonedLogDirs: record.cordonedLogDirs ?? [],
      registrationOffset: offset,
    });
  }

  unregister({ brokerId, brokerEpoch }: DecodedMessage<typeof UnregisterBrokerRecord>): void {
    this.#registered(brokerId, brokerEpoch);
    this.#brokers.delete(brokerId);
    this.changed.add(brokerId);
  }

  change(record: DecodedMessage<typeof BrokerRegistrationChangeRecord>): void {
    const before = this.#registered(record.brokerId, record.brokerEpoch);
    this.#set({
      ...before,
      fenced: record.fenced === 0 ? before.fenced : record.fenced > 0,
      inControlledShutdown: before.inControlledShutdown || record.inControlledShutdown > 0,
      logDirs: record.logDirs.length === 0 ? before.logDirs : record.logDirs,
      cordonedLogDirs: record.cordonedLogDirs ?? before.cordonedLogDirs,
    });
  }

  setFenced(id: number, epoch: bigint, fenced: boolean): void {
    this.#set({ ...this.#registered(id, epoch), fenced });
  }

  build(): PersistentMap<number, BrokerRegistration> {
    return this.#brokers.freeze();
  }

  #set(registration: BrokerRegistration): void {
    this.#brokers.set(registration.id, registration);
    this.changed.add(registration.id);
  }

  #registered(id: number, epoch: bigint): BrokerRegistration {
    const registration = this.#brokers.get(id);
    if (registration === undefined) throw new ReplayError(`Broker ${id} is not registered`);
    if (registration.epoch !== epoch) {
      throw new ReplayError(`Broker ${id} has epoch ${registration.epoch}, not ${epoch}`);
    }
    return registration;
  }
}

/** The registration that a RegisterControllerRecord tells. */
export function controllerRegistration(
  record: DecodedMessage<typeof RegisterControllerRecord>,
): ControllerRegistration {
  return {
    id: record.controllerId,
    incarnationId: record.incarnationId,
    zkMigrationReady: record.zkMigrationReady,
    endpoints: record.endPoints,
    features: featureRanges(record.features),
  };
}

function featureRanges(
  features: readonly { name: string; minSupportedVersion: number; maxSupportedVersion: number }[],
): ReadonlyMap<string, FeatureRange> {
  return new Map(
    features.map((f) => [f.name, { min: f.minSupportedVersion, max: f.maxSupportedVersion }]),
  );
}
