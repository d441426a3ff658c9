/** Control records of the metadata log and of snapshots (metadata-quorum 2.1), and the batches that hold them. */
import { DecodeError } from "../../protocol/codec/errors.ts";
import type { Fields } from "../../protocol/codec/field.ts";
import type { EncodableStruct } from "../../protocol/codec/field.ts";
import type { Message } from "../../protocol/codec/message.ts";
import { Reader } from "../../protocol/codec/reader.ts";
import {
  KRaftVersionRecord,
  LeaderChangeMessage,
  SnapshotFooterRecord,
  SnapshotHeaderRecord,
  VotersRecord,
} from "../../protocol/data/control_records.ts";
import { readKnown } from "../../protocol/data/framing.ts";
import { BatchBuilder } from "../../protocol/records/batch_builder.ts";
import { controlRecordKey, parseControlRecordType } from "../../protocol/records/control_record.ts";
import { type VoterSet, votersFromRecord, votersToRecord } from "./voter_set.ts";

/** Who was elected, by whom. */
export interface LeaderChangeControl {
  readonly leaderId: number;
  /** Ids. */
  readonly voters: readonly number[];
  readonly grantingVoters: readonly number[];
}

export type ControlRecord =
  | ({ readonly type: "LEADER_CHANGE" } & LeaderChangeControl)
  | { readonly type: "SNAPSHOT_HEADER"; readonly lastContainedTimestampMs: number }
  | { readonly type: "SNAPSHOT_FOOTER" }
  | { readonly type: "KRAFT_VERSION"; readonly version: number }
  | { readonly type: "KRAFT_VOTERS"; readonly voters: VoterSet };

export interface ControlBatchOptions {
  readonly baseOffset: number;
  readonly epoch: number;
  readonly timestampMs: number;
}

export function controlBatch(
  records: readonly ControlRecord[],
  { baseOffset, epoch, timestampMs }: ControlBatchOptions,
): Uint8Array {
  const builder = new BatchBuilder({
    baseOffset: BigInt(baseOffset),
    partitionLeaderEpoch: epoch,
    control: true,
  });
  const timestamp = BigInt(timestampMs);
  for (const record of records) {
    builder.append({ timestamp, key: controlRecordKey(record.type), value: encodeValue(record) });
  }
  return builder.build();
}

/** Every control record here is written in version 0, which all readers know. */
function encodeValue(record: ControlRecord): Uint8Array {
  switch (record.type) {
    case "LEADER_CHANGE":
      return encode(LeaderChangeMessage, {
        version: 0,
        leaderId: record.leaderId,
        voters: record.voters.map((voterId) => ({ voterId })),
        grantingVoters: record.grantingVoters.map((voterId) => ({ voterId })),
      });
    case "SNAPSHOT_HEADER":
      return encode(SnapshotHeaderRecord, {
        version: 0,
        lastContainedLogTimestamp: BigInt(record.lastContainedTimestampMs),
      });
    case "SNAPSHOT_FOOTER":
      return encode(SnapshotFooterRecord, { version: 0 });
    case "KRAFT_VERSION":
      return encode(KRaftVersionRecord, { version: 0, kRaftVersion: record.version });
    case "KRAFT_VOTERS":
      return encode(VotersRecord, votersToRecord(record.voters));
  }
}

function encode<F extends Fields>(message: Message<F>, value: EncodableStruct<F>): Uint8Array {
  return message.encode(value, 0);
}

/**
 * @throws {DecodeError} If it is none of the control records that a metadata log can hold.
 * @throws {InvalidRecordError} If the key is none of a control record.
 */
export function decodeControlRecord(
  key: Uint8Array | null,
  value: Uint8Array | null,
): ControlRecord {
  const type = parseControlRecordType(key);
  if (value === null) throw new DecodeError(`A ${type} control record without value`, 0);
  switch (type) {
    case "LEADER_CHANGE": {
      const record = decode(LeaderChangeMessage, value);
      return {
        type,
        leaderId: record.leaderId,
        voters: record.voters.map((voter) => voter.voterId),
        grantingVoters: record.grantingVoters.map((voter) => voter.voterId),
      };
    }
    case "SNAPSHOT_HEADER": {
      const record = decode(SnapshotHeaderRecord, value);
      return { type, lastContainedTimestampMs: Number(record.lastContainedLogTimestamp) };
    }
    case "SNAPSHOT_FOOTER":
      decode(SnapshotFooterRecord, value);
      return { type };
    case "KRAFT_VERSION":
      return { type, version: decode(KRaftVersionRecord, value).kRaftVersion };
    case "KRAFT_VOTERS":
      return { type, voters: votersFromRecord(decode(VotersRecord, value)) };
    default:
      throw new DecodeError(`A control record of type ${type} in a metadata log`, 0);
  }
}

/** The version stands in the value's first field, which belongs to the message. */
function decode<F extends Fields>(message: Message<F>, value: Uint8Array) {
  const version = new Reader(value).int16();
  return readKnown(message, new Reader(value), version);
}
