/** The metadata log as its leader gives it to whoever asks: the latest snapshot and what was committed after it. */
import type { KafkaConnection } from "../../client/kafka_connection.ts";
import * as fetch from "../../metadata/raft/rpc/fetch.ts";
import * as fetchSnapshot from "../../metadata/raft/rpc/fetch_snapshot.ts";
import type { SnapshotId } from "../../metadata/raft/types.ts";
import { concatenate } from "../../protocol/concatenate.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import * as header from "../../protocol/records/batch_header.ts";
import { BatchIterator } from "../../protocol/records/batch_iterator.ts";
import { ZERO_UUID } from "../../protocol/uuid.ts";

const NO_REPLICA = { id: -1, directoryId: ZERO_UUID };
const UNKNOWN_EPOCH = -1;
const SNAPSHOT_PIECE_BYTES = 8 * 1024 * 1024;
const LISTENER = "CONTROLLER";

/**
 * Batches, those of a snapshot first.
 *
 * @throws {ApiError} NOT_LEADER_OR_FOLLOWER where the node leads no longer.
 * @throws {ConnectionError}
 */
export async function readMetadataLog(
  connection: KafkaConnection,
  clusterId: string,
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let end = { offset: 0, epoch: 0 };
  while (true) {
    const answer = await fetchFrom(connection, clusterId, end);
    if (answer.snapshotId !== null) {
      pieces.push(...await readSnapshot(connection, clusterId, answer.snapshotId));
      end = { offset: answer.snapshotId.endOffset, epoch: answer.snapshotId.epoch };
    } else {
      const { bytes, lastEpoch, endOffset } = committed(answer.records, answer.highWatermark);
      if (bytes.length === 0) break;
      pieces.push(bytes);
      end = { offset: endOffset, epoch: lastEpoch };
    }
    if (end.offset >= answer.highWatermark) break;
  }
  return concatenate(pieces);
}

async function fetchFrom(
  connection: KafkaConnection,
  clusterId: string,
  { offset, epoch }: { readonly offset: number; readonly epoch: number },
) {
  const request = fetch.writeRequest(
    {
      kind: "fetch",
      replica: NO_REPLICA,
      epoch: UNKNOWN_EPOCH,
      offset,
      lastFetchedEpoch: epoch,
      highWatermark: null,
    },
    clusterId,
    connection.versionFor(fetch.FETCH),
  );
  const answer = fetch.readAnswer(await connection.send(fetch.FETCH, request), LISTENER);
  failOn(answer.topLevelError || answer.error);
  return answer;
}

async function readSnapshot(
  connection: KafkaConnection,
  clusterId: string,
  snapshotId: SnapshotId,
): Promise<Uint8Array[]> {
  const pieces: Uint8Array[] = [];
  let position = 0;
  while (true) {
    const request = fetchSnapshot.writeRequest({
      kind: "fetch-snapshot",
      replica: NO_REPLICA,
      epoch: UNKNOWN_EPOCH,
      snapshotId,
      position,
      maxBytes: SNAPSHOT_PIECE_BYTES,
    }, clusterId);
    const response = await connection.send(fetchSnapshot.FETCH_SNAPSHOT, request);
    const answer = fetchSnapshot.readAnswer(response, LISTENER);
    failOn(answer.topLevelError || answer.error);
    pieces.push(answer.bytes);
    position += answer.bytes.length;
    if (position >= answer.size || answer.bytes.length === 0) return pieces;
  }
}

/** The whole batches below the high watermark. */
function committed(records: Uint8Array, highWatermark: number) {
  const batches = new BatchIterator(records);
  const found = { end: 0, lastEpoch: 0, endOffset: 0 };
  while (batches.next()) {
    const { position, size } = batches;
    const last = header.lastOffsetAsNumber(records, position);
    if (last >= highWatermark) break;
    found.end = position + size;
    found.lastEpoch = header.partitionLeaderEpoch(records, position);
    found.endOffset = last + 1;
  }
  return { ...found, bytes: records.subarray(0, found.end) };
}

function failOn(errorCode: number): void {
  if (errorCode !== Errors.NONE) throw new ApiError(errorCode);
}
