/** Records of a broker's way between fenced, unfenced and controlled shutdown (metadata-quorum 4.3). */
import type { BrokerRegistration } from "../metadata/image/image.ts";
import { MetadataVersion } from "../metadata/metadata_version.ts";
import { type MetadataRecord, metadataRecord } from "../protocol/data/metadata_framing.ts";
import { type ControllerState, metadataVersionIn } from "./decision.ts";
import { electWithReturning, removeFromIsrs } from "./partition_events.ts";

/** The broker leaves its ISRs and leads no more; then it is fenced. */
export function fence(state: ControllerState, broker: BrokerRegistration): MetadataRecord[] {
  return [...removeFromIsrs(state, broker.id), fenceRecord(state, broker, true)];
}

/** The broker is unfenced; then every partition without a leader that can have one now gets one. */
export function unfence(state: ControllerState, broker: BrokerRegistration): MetadataRecord[] {
  return [fenceRecord(state, broker, false), ...electWithReturning(state, broker.id)];
}

/** The broker is marked, once, and its leaderships move where they can. */
export function shutDown(state: ControllerState, broker: BrokerRegistration): MetadataRecord[] {
  const marks = !broker.inControlledShutdown &&
    metadataVersionIn(state) >= MetadataVersion.IBP_3_3_IV3_CONTROLLED_SHUTDOWN;
  const mark = metadataRecord("BrokerRegistrationChangeRecord", 1, {
    brokerId: broker.id,
    brokerEpoch: broker.epoch,
    inControlledShutdown: 1,
  });
  return [...(marks ? [mark] : []), ...removeFromIsrs(state, broker.id)];
}

function fenceRecord(
  state: ControllerState,
  { id, epoch }: BrokerRegistration,
  fenced: boolean,
): MetadataRecord {
  if (metadataVersionIn(state) >= MetadataVersion.IBP_3_3_IV2_REGISTRATION_CHANGE) {
    return metadataRecord("BrokerRegistrationChangeRecord", 0, {
      brokerId: id,
      brokerEpoch: epoch,
      fenced: fenced ? 1 : -1,
    });
  }
  return metadataRecord(fenced ? "FenceBrokerRecord" : "UnfenceBrokerRecord", 0, { id, epoch });
}
