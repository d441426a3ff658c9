/** The `quorum-state` file: what a voter promised and who leads, across restarts (metadata-quorum 0.2, storage 9.4). */
import type { Disk } from "../../runtime/runtime.ts";
import { isUuid, ZERO_UUID } from "../../protocol/uuid.ts";
import { readTextFile, replaceTextFile } from "../../storage/atomic_file.ts";
import type { ElectionState } from "./effects.ts";

export const QUORUM_STATE_FILE = "quorum-state";

/** The file is not what Kafka or Ottla write. */
export class QuorumStateError extends Error {
  override name = "QuorumStateError";
}

/**
 * The file's one line. Version 0 belongs to kraft.version 0 and lists the voters, which nobody reads; version 1 to
 * kraft.version 1.
 */
export function formatQuorumState(
  state: ElectionState,
  kraftVersion: number,
  voterIds: readonly number[],
): string {
  const leaderId = state.leaderId ?? -1;
  const votedId = state.votedId ?? -1;
  if (kraftVersion >= 1) {
    return JSON.stringify({
      leaderId,
      leaderEpoch: state.epoch,
      votedId,
      votedDirectoryId: state.votedId === null ? ZERO_UUID : state.votedDirectoryId,
      data_version: 1,
    });
  }
  return JSON.stringify({
    clusterId: "",
    leaderId,
    leaderEpoch: state.epoch,
    votedId,
    appliedOffset: 0,
    currentVoters: voterIds.map((voterId) => ({ voterId })),
    data_version: 0,
  });
}

/** @throws {QuorumStateError} */
export function parseQuorumState(text: string): ElectionState {
  const state = parseObject(text);
  const version = integer(state, "data_version");
  if (version !== 0 && version !== 1) throw new QuorumStateError(`data_version is ${version}`);
  const epoch = integer(state, "leaderEpoch");
  if (epoch < 0) throw new QuorumStateError(`leaderEpoch is ${epoch}`);
  const directory = state.votedDirectoryId;
  const known = version === 1 && typeof directory === "string" && isUuid(directory);
  return {
    epoch,
    leaderId: idOrNull(integer(state, "leaderId")),
    votedId: idOrNull(integer(state, "votedId")),
    votedDirectoryId: known ? directory : ZERO_UUID,
  };
}

function parseObject(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new QuorumStateError("quorum-state is no JSON", { cause: error });
  }
  if (typeof value !== "object" || value === null) {
    throw new QuorumStateError("quorum-state is no object");
  }
  return value as Record<string, unknown>;
}

function integer(state: Record<string, unknown>, name: string): number {
  const value = state[name];
  if (typeof value !== "number" || !Number.isInteger(value)) {
    throw new QuorumStateError(`${name} is ${JSON.stringify(value)}`);
  }
  return value;
}

function idOrNull(id: number): number | null {
  return id < 0 ? null : id;
}

/** @returns Null when there is no file. @throws {QuorumStateError} */
export async function readQuorumState(
  disk: Disk,
  directory: string,
): Promise<ElectionState | null> {
  const text = await readTextFile(disk, `${directory}/${QUORUM_STATE_FILE}`);
  return text === null ? null : parseQuorumState(text);
}

/** Durable when the promise resolves. */
export function writeQuorumState(
  disk: Disk,
  directory: string,
  state: ElectionState,
  kraftVersion: number,
  voterIds: readonly number[],
): Promise<void> {
  const text = formatQuorumState(state, kraftVersion, voterIds);
  return replaceTextFile(disk, `${directory}/${QUORUM_STATE_FILE}`, text);
}
