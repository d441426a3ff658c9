/** Finds voter set and kraft.version at a start: in the newest snapshot, then in the log after it. */
import { BOOTSTRAP_SNAPSHOT_ID } from "../snapshot/snapshot_names.ts";
import type { ReplicaLog } from "./replica_log.ts";
import { decodeControls, type MetadataBatch } from "./metadata_batch.ts";
import { VoterHistory } from "./voter_history.ts";
import type { VoterSet } from "./voter_set.ts";

const READ_BYTES = 1024 * 1024;

export async function loadVoters(
  replica: ReplicaLog,
  staticVoters: VoterSet,
): Promise<VoterHistory> {
  const history = new VoterHistory(staticVoters);
  const { log, snapshots } = replica;
  const latest = snapshots.latest;
  const content = latest === null ? await snapshots.readBootstrap() : await snapshots.read(latest);
  if (content !== null) {
    const { endOffset } = latest ?? BOOTSTRAP_SNAPSHOT_ID;
    history.reset(endOffset, content.kraftVersion, content.voters);
  }
  let offset = Math.max(log.startOffset, latest?.endOffset ?? 0);
  while (offset < log.endOffset) {
    const bytes = await log.read(offset, READ_BYTES);
    if (bytes.length === 0) break;
    for (const batch of decodeControls(bytes)) {
      if (batch.baseOffset >= offset) noteControls(history, batch);
      offset = Math.max(offset, batch.lastOffset + 1);
    }
  }
  return history;
}

/** Takes over what a batch that was appended says of the voters. */
export function noteControls(
  history: VoterHistory,
  batch: Pick<MetadataBatch, "baseOffset" | "controls">,
): void {
  batch.controls.forEach((control, index) => {
    const offset = batch.baseOffset + index;
    if (control.type === "KRAFT_VERSION") history.addKraftVersion(offset, control.version);
    if (control.type === "KRAFT_VOTERS") history.addVoters(offset, control.voters);
  });
}
