/** Records of control batches: transaction markers and what KRaft writes for itself. */
import { BatchBuilder } from "./batch_builder.ts";
import { InvalidRecordError } from "./errors.ts";
import { readInt16, readInt32, writeInt16, writeInt32 } from "./int.ts";

/** What a control record says; its index is the number that its key holds. */
export const CONTROL_RECORD_TYPES = [
  "ABORT",
  "COMMIT",
  "LEADER_CHANGE",
  "SNAPSHOT_HEADER",
  "SNAPSHOT_FOOTER",
  "KRAFT_VERSION",
  "KRAFT_VOTERS",
] as const;

export type ControlRecordType = typeof CONTROL_RECORD_TYPES[number];

const KEY_BYTES = 4;
const MARKER_BYTES = 6;

/** The key of a control record: version 0 and the type. */
export function controlRecordKey(type: ControlRecordType): Uint8Array {
  const key = new Uint8Array(KEY_BYTES);
  writeInt16(key, 2, CONTROL_RECORD_TYPES.indexOf(type));
  return key;
}

/**
 * The type that a control record's key holds; `"UNKNOWN"` for later inventions, which readers skip.
 *
 * @throws {InvalidRecordError} If it is no such key.
 */
export function parseControlRecordType(key: Uint8Array | null): ControlRecordType | "UNKNOWN" {
  if (key === null || key.length < KEY_BYTES) {
    throw new InvalidRecordError(`A control record's key of ${key?.length ?? "no"} bytes`);
  }
  const version = readInt16(key, 0);
  if (version < 0) throw new InvalidRecordError(`A control record's key of version ${version}`);
  return CONTROL_RECORD_TYPES[readInt16(key, 2)] ?? "UNKNOWN";
}

/** What ends a transaction in a partition. */
export interface EndTransactionMarker {
  readonly type: "ABORT" | "COMMIT";
  readonly coordinatorEpoch: number;
}

/**
 * Reads a transaction marker. Versions above 0 are read as 0.
 *
 * @throws {InvalidRecordError} If key or value are none of a marker.
 */
export function parseEndTransactionMarker(
  key: Uint8Array | null,
  value: Uint8Array | null,
): EndTransactionMarker {
  const type = parseControlRecordType(key);
  if (type !== "ABORT" && type !== "COMMIT") {
    throw new InvalidRecordError(`A transaction marker of type ${type}`);
  }
  if (value === null || value.length < MARKER_BYTES) {
    throw new InvalidRecordError(`A transaction marker of ${value?.length ?? "no"} bytes`);
  }
  const version = readInt16(value, 0);
  if (version < 0) throw new InvalidRecordError(`A transaction marker of version ${version}`);
  return { type, coordinatorEpoch: readInt32(value, 2) };
}

/** A batch that ends a transaction: one marker, 78 bytes. */
export function endTransactionBatch(
  marker: EndTransactionMarker & {
    readonly producerId: bigint;
    readonly producerEpoch: number;
    /** Milliseconds since the Unix epoch. */
    readonly timestamp: bigint;
    readonly offset?: bigint;
    readonly partitionLeaderEpoch?: number;
  },
): Uint8Array {
  const value = new Uint8Array(MARKER_BYTES);
  writeInt32(value, 2, marker.coordinatorEpoch);
  const builder = new BatchBuilder({
    baseOffset: marker.offset,
    partitionLeaderEpoch: marker.partitionLeaderEpoch,
    producerId: marker.producerId,
    producerEpoch: marker.producerEpoch,
    transactional: true,
    control: true,
  });
  builder.append({ timestamp: marker.timestamp, key: controlRecordKey(marker.type), value });
  return builder.build();
}
