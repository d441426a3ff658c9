/** BrokerHeartbeat: the state machine that fences, unfences and stops brokers (metadata-quorum 4.2). */
import type { BrokerRegistration } from "../metadata/image/image.ts";
import { MetadataVersion } from "../metadata/metadata_version.ts";
import type { DecodedMessage } from "../protocol/codec/message.ts";
import { type MetadataRecord, metadataRecord } from "../protocol/data/metadata_framing.ts";
import type { BrokerHeartbeatRequest } from "../protocol/messages/broker_heartbeat.ts";
import { registeredBroker } from "./broker_epochs.ts";
import { fence, shutDown, unfence } from "./broker_fencing.ts";
import type { BrokerSessions } from "./broker_sessions.ts";
import { type ControllerState, type Decision, metadataVersionIn, piecewise } from "./decision.ts";
import { leadsSome, removeOfflineDirectories } from "./partition_events.ts";

type Request = DecodedMessage<typeof BrokerHeartbeatRequest>;

export type BrokerState = "fenced" | "unfenced" | "controlled-shutdown" | "shutdown-now";

export interface HeartbeatReply {
  readonly isCaughtUp: boolean;
  readonly isFenced: boolean;
  readonly inControlledShutdown: boolean;
  readonly shouldShutDown: boolean;
}

/** What the next state hangs on. */
export interface HeartbeatFacts {
  readonly wantFence: boolean;
  readonly wantShutDown: boolean;
  /** The broker has read its own registration. */
  readonly caughtUp: boolean;
  readonly leads: () => boolean;
  /** Every active broker has read that this one shuts down. */
  readonly othersKnow: () => boolean;
}

/** The state that follows a heartbeat. */
export function nextState(
  current: Exclude<BrokerState, "shutdown-now">,
  facts: HeartbeatFacts,
): BrokerState {
  const { wantFence, wantShutDown, caughtUp, leads, othersKnow } = facts;
  switch (current) {
    case "fenced":
      if (wantShutDown) return "shutdown-now";
      return !wantFence && caughtUp ? "unfenced" : "fenced";
    case "unfenced":
      if (wantFence) return wantShutDown ? "shutdown-now" : "fenced";
      if (!wantShutDown) return "unfenced";
      return leads() ? "controlled-shutdown" : "shutdown-now";
    case "controlled-shutdown":
      return !leads() && othersKnow() ? "shutdown-now" : "controlled-shutdown";
  }
}

/**
 * Decides on a heartbeat, and prolongs the broker's session.
 *
 * @throws {ApiError} STALE_BROKER_EPOCH.
 */
export function heartbeat(
  state: ControllerState,
  request: Request,
  sessions: BrokerSessions,
): Decision<HeartbeatReply> {
  const broker = registeredBroker(state, request.brokerId, request.brokerEpoch);
  const current = stateOf(broker);
  const isCaughtUp = Number(request.currentMetadataOffset) >= broker.registrationOffset;
  const next = nextState(current, {
    wantFence: request.wantFence,
    wantShutDown: request.wantShutDown,
    caughtUp: isCaughtUp,
    leads: () => leadsSome(state, broker.id),
    othersKnow: () => {
      const offset = sessions.shutdownOffset(broker.id);
      return offset !== null && sessions.lowestActiveOffset(state.image) >= offset;
    },
  });
  const offset = Number(request.currentMetadataOffset);
  sessions.touch(broker.id, broker.epoch, offset, state.monotonicMs);
  const records = [
    ...transition(state, broker, current, next),
    ...directoryChanges(state, broker, request),
  ];
  return piecewise(records, {
    isCaughtUp,
    isFenced: next === "fenced" || next === "shutdown-now",
    inControlledShutdown: next === "controlled-shutdown",
    shouldShutDown: next === "shutdown-now",
  });
}

function stateOf({ fenced, inControlledShutdown }: BrokerRegistration) {
  if (fenced) return "fenced";
  return inControlledShutdown ? "controlled-shutdown" : "unfenced";
}

function transition(
  state: ControllerState,
  broker: BrokerRegistration,
  current: BrokerState,
  next: BrokerState,
): MetadataRecord[] {
  if (next === "controlled-shutdown") return shutDown(state, broker);
  if (next === current) return [];
  return next === "unfenced" ? unfence(state, broker) : fence(state, broker);
}

/** Log directories that failed, or were closed to new replicas (KIP-1066). */
function directoryChanges(
  state: ControllerState,
  broker: BrokerRegistration,
  { offlineLogDirs, cordonedLogDirs }: Request,
): MetadataRecord[] {
  const version = metadataVersionIn(state);
  const records: MetadataRecord[] = [];
  const identity = { brokerId: broker.id, brokerEpoch: broker.epoch };
  const offline = new Set(offlineLogDirs.filter((id) => broker.logDirs.includes(id)));
  if (version >= MetadataVersion.IBP_3_7_IV2_DIRECTORIES && offline.size > 0) {
    const logDirs = broker.logDirs.filter((id) => !offline.has(id));
    records.push(
      ...removeOfflineDirectories(state, broker.id, offline),
      metadataRecord("BrokerRegistrationChangeRecord", 2, { ...identity, logDirs }),
    );
  }
  if (
    version >= MetadataVersion.IBP_4_3_IV0_CORDONED_DIRECTORIES && cordonedLogDirs !== null &&
    !sameSet(cordonedLogDirs, broker.cordonedLogDirs)
  ) {
    records.push(
      metadataRecord("BrokerRegistrationChangeRecord", 3, { ...identity, cordonedLogDirs }),
    );
  }
  return records;
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item) => b.includes(item));
}
