/** BrokerRegistration and UnregisterBroker (metadata-quorum 4.1). */
import { KRAFT_VERSION_FEATURE } from "../metadata/features.ts";
import type { BrokerRegistration, MetadataImage } from "../metadata/image/image.ts";
import { registerBrokerVersion } from "../metadata/image/record_versions.ts";
import { isReservedDirectory } from "../metadata/image/reserved_directories.ts";
import { METADATA_VERSION_FEATURE, MetadataVersion } from "../metadata/metadata_version.ts";
import type { DecodedMessage } from "../protocol/codec/message.ts";
import { type MetadataRecord, metadataRecord } from "../protocol/data/metadata_framing.ts";
import { ApiError, Errors } from "../protocol/errors.ts";
import type { BrokerRegistrationRequest } from "../protocol/messages/broker_registration.ts";
import type { BrokerSessions } from "./broker_sessions.ts";
import { atomic, type ControllerState, type Decision, metadataVersionIn } from "./decision.ts";
import { elrEnabled } from "./feature_levels.ts";
import { removeFromIsrs, removeUnclean } from "./partition_events.ts";

type Request = DecodedMessage<typeof BrokerRegistrationRequest>;

export interface Registered {
  readonly brokerEpoch: bigint;
}

/**
 * Registers a broker that starts, fenced, or amends the registration of the same incarnation.
 *
 * @throws {ApiError} INCONSISTENT_CLUSTER_ID, DUPLICATE_BROKER_REGISTRATION, BROKER_ID_NOT_REGISTERED,
 * INVALID_REGISTRATION, UNSUPPORTED_VERSION.
 */
export function registerBroker(
  state: ControllerState,
  request: Request,
  sessions: BrokerSessions,
): Decision<Registered> {
  const { image, settings } = state;
  if (request.clusterId !== settings.clusterId) {
    throw new ApiError(
      Errors.INCONSISTENT_CLUSTER_ID,
      `Expected cluster ID ${settings.clusterId}, but got cluster ID ${request.clusterId}`,
    );
  }
  const existing = image.brokers.get(request.brokerId);
  const sameIncarnation = existing?.incarnationId === request.incarnationId;
  // Who knows the epoch of the former run by its own clean shutdown shows that this run is over.
  if (existing !== undefined && !sameIncarnation && !stoppedCleanly(existing, request)) {
    checkReplaceable(state, existing, sessions);
  }
  if (request.isMigratingZkBroker) {
    throw new ApiError(Errors.BROKER_ID_NOT_REGISTERED, "ZooKeeper brokers can not register.");
  }
  const metadataVersion = metadataVersionIn(state);
  if (metadataVersion >= MetadataVersion.IBP_3_7_IV2_DIRECTORIES) checkLogDirs(image, request);
  const features = checkFeatures(state, request);

  const records: MetadataRecord[] = [];
  if (!sameIncarnation) records.push(...cleanUp(state, request, existing));
  // The epoch is where the batch starts, clean-up records included.
  const brokerEpoch = sameIncarnation ? existing.epoch : BigInt(state.nextOffset);
  const version = registerBrokerVersion(metadataVersion);
  records.push(metadataRecord("RegisterBrokerRecord", version, {
    brokerId: request.brokerId,
    incarnationId: request.incarnationId,
    brokerEpoch,
    endPoints: request.listeners,
    features,
    rack: request.rack,
    fenced: sameIncarnation ? existing.fenced : true,
    ...(version >= 1 && { inControlledShutdown: sameIncarnation && existing.inControlledShutdown }),
    ...(version >= 3 && { logDirs: request.logDirs }),
  }));
  return atomic(records, { brokerEpoch });
}

/**
 * Removes a broker for good. There is no check whether it lives.
 *
 * @throws {ApiError} BROKER_ID_NOT_REGISTERED.
 */
export function unregisterBroker(state: ControllerState, brokerId: number): Decision<null> {
  const broker = state.image.brokers.get(brokerId);
  if (broker === undefined) {
    throw new ApiError(
      Errors.BROKER_ID_NOT_REGISTERED,
      `Broker ID ${brokerId} is not currently registered`,
    );
  }
  return atomic([
    ...removeFromIsrs(state, brokerId),
    metadataRecord("UnregisterBrokerRecord", 0, { brokerId, brokerEpoch: broker.epoch }),
  ], null);
}

function checkReplaceable(
  { monotonicMs }: ControllerState,
  existing: BrokerRegistration,
  sessions: BrokerSessions,
): void {
  if (!existing.fenced && sessions.isAlive(existing.id, existing.epoch, monotonicMs)) {
    throw new ApiError(
      Errors.DUPLICATE_BROKER_REGISTRATION,
      "Another broker is registered with that broker id. If the broker was recently restarted this should " +
        "resolve itself once the session of its former run is over.",
    );
  }
}

function checkLogDirs({ brokers }: MetadataImage, { brokerId, logDirs }: Request): void {
  const invalid = (message: string) => new ApiError(Errors.INVALID_REGISTRATION, message);
  if (logDirs.length === 0) throw invalid("No directories specified in request");
  if (logDirs.some(isReservedDirectory)) throw invalid("Reserved directory ID in request");
  if (new Set(logDirs).size !== logDirs.length) throw invalid("Duplicate directory ID in request");
  for (const { id, logDirs: others } of brokers.values()) {
    if (id !== brokerId && others.some((dir) => logDirs.includes(dir))) {
      throw invalid(`Broker ${id} is already registered with directories of broker ${brokerId}`);
    }
  }
}

function checkFeatures({ image, settings }: ControllerState, request: Request) {
  const features = [...request.features];
  if (!features.some(({ name }) => name === METADATA_VERSION_FEATURE)) {
    // Such a broker knows the first level alone.
    features.push({
      name: METADATA_VERSION_FEATURE,
      minSupportedVersion: 1,
      maxSupportedVersion: 1,
    });
  }
  const finalized = new Map(image.features);
  if (settings.kraftVersion() > 0) finalized.set(KRAFT_VERSION_FEATURE, settings.kraftVersion());
  const unsupported = (name: string, level: number) =>
    new ApiError(
      Errors.UNSUPPORTED_VERSION,
      `Unable to register because the broker does not support finalized version ${level} of ${name}.`,
    );
  for (const { name, minSupportedVersion, maxSupportedVersion } of features) {
    const level = finalized.get(name) ?? (name === METADATA_VERSION_FEATURE ? 1 : 0);
    if (level < minSupportedVersion || level > maxSupportedVersion) throw unsupported(name, level);
    finalized.delete(name);
  }
  for (const [name, level] of finalized) if (level > 0) throw unsupported(name, level);
  return features;
}

/** A new incarnation is not in sync: its former run may have lost what was not flushed (KIP-966). */
function cleanUp(
  state: ControllerState,
  request: Request,
  existing: BrokerRegistration | undefined,
): MetadataRecord[] {
  const clean = existing !== undefined && stoppedCleanly(existing, request);
  return !elrEnabled(state.image) || clean
    ? removeFromIsrs(state, request.brokerId)
    : removeUnclean(state, request.brokerId);
}

/** Whether the broker's former run, as registered, closed its logs before it ended (KIP-966). */
function stoppedCleanly({ epoch }: BrokerRegistration, { previousBrokerEpoch }: Request): boolean {
  return epoch === previousBrokerEpoch;
}
