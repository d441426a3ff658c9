/** Keys and values of records in control batches. */
import { array, int16, int32, int64, string, struct, uint16, uuid } from "../codec/field.ts";
import { data } from "../codec/message.ts";

export const ControlRecordTypeSchema = data(-1, "ControlRecordTypeSchema", "0", "none", {
  type: int16(),
});

export const EndTxnMarker = data(-1, "EndTxnMarker", "0", "none", {
  coordinatorEpoch: int32(),
});

export const KRaftVersionRecord = data(-1, "KRaftVersionRecord", "0", "0+", {
  version: int16(),
  kRaftVersion: int16(),
});

const leaderChangeMessageVoterFields = {
  voterId: int32(),
  voterDirectoryId: uuid({ versions: "1+" }),
};

export const LeaderChangeMessage = data(-1, "LeaderChangeMessage", "0-1", "0+", {
  version: int16(),
  leaderId: int32(),
  voters: array(struct(leaderChangeMessageVoterFields)),
  grantingVoters: array(struct(leaderChangeMessageVoterFields)),
});

export const SnapshotFooterRecord = data(-1, "SnapshotFooterRecord", "0", "0+", {
  version: int16(),
});

export const SnapshotHeaderRecord = data(-1, "SnapshotHeaderRecord", "0", "0+", {
  version: int16(),
  lastContainedLogTimestamp: int64(),
});

export const VotersRecord = data(-1, "VotersRecord", "0", "0+", {
  version: int16(),
  voters: array(struct({
    voterId: int32(),
    voterDirectoryId: uuid(),
    endpoints: array(struct({
      name: string(),
      host: string(),
      port: uint16(),
    })),
    kRaftVersionFeature: struct({
      minSupportedVersion: int16(),
      maxSupportedVersion: int16(),
    }),
  })),
});
