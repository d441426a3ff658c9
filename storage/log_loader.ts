/**
 * Opens the log in a partition directory (storage spec 5.2). After a clean stop nothing is scanned; otherwise everything
 * from the recovery point on is verified, and what is torn is cut.
 */
import type { DirectoryEntry, FileStat } from "../runtime/runtime.ts";
import { removeIfPresent } from "./atomic_file.ts";
import { BatchScanner } from "./batch_scanner.ts";
import { CorruptFileError, messageOf } from "./errors.ts";
import { finishInterruptedChanges } from "./interrupted_changes.ts";
import { type EpochEntry, LeaderEpochCache } from "./leader_epoch_cache.ts";
import { LeaderEpochCheckpoint } from "./leader_epoch_checkpoint.ts";
import { recoverLog } from "./log_recovery.ts";
import { newSegment, startSegment } from "./log_roll.ts";
import { LogSegments } from "./log_segments.ts";
import { LogState, type PartitionLogOptions } from "./log_state.ts";
import { rebuildProducers } from "./producer_recovery.ts";
import { ProducerSnapshots } from "./producer_snapshots.ts";
import { ProducerState } from "./producer_state.ts";
import { removeSegments } from "./segment_deletion.ts";
import type { Segment } from "./segment.ts";
import { type OffsetFile, segmentFileName } from "./segment_files.ts";
import { lastOffsetOf } from "./stored_batch.ts";

const MAX_LOG_BYTES = 0x7fffffff;

/**
 * @throws {CorruptFileError} For a broken leader epoch checkpoint and other files that can't be made anew.
 */
export async function loadLog(
  options: PartitionLogOptions,
  entries: readonly DirectoryEntry[],
): Promise<LogState> {
  const { disk, directory, clean } = options;
  const files = await finishInterruptedChanges(disk, directory, entries);
  const epochFile = new LeaderEpochCheckpoint(disk, directory, options.handles);
  const epochs = await epochFile.read();
  const { segments, broken } = await openSegments(options, files);
  const state = new LogState(
    options,
    new LogSegments(segments),
    new LeaderEpochCache(epochs ?? []),
    epochFile,
    new ProducerState(options.producerIdExpirationMs),
    await openSnapshots(options, files, segments),
  );
  const wereSnapshots = state.snapshots.offsets.length > 0;
  const first = firstToRecover(state, broken);
  if (!clean) markNotDurable(state);
  if (first !== null) await recoverLog(state, first);
  if (state.segments.all.length === 0) startSegment(state, options.logStartOffset);
  state.logEndOffset = await findEnd(state);
  await applyLogStart(state);
  state.writtenEndOffset = state.logEndOffset;
  state.flushedEndOffset = clean
    ? state.logEndOffset
    : Math.min(options.recoveryPoint, state.logEndOffset);
  state.highWatermark = state.logStartOffset;
  await settleEpochs(state, epochs);
  if (clean && !wereSnapshots) {
    // As Kafka: a directory without any snapshot says that there are no producers (storage spec, T4).
    state.producers.clear(state.logEndOffset);
    state.snapshots.take(state.producers);
  } else await rebuild(state);
  state.refreshFirstUnstableOffset();
  state.isNewborn = state.logEndOffset === 0 && state.segments.all.length === 1;
  return state;
}

/** Makes the files of a log whose directory is new and empty. */
export function createLog(options: PartitionLogOptions): LogState {
  const { disk, directory, handles, logStartOffset } = options;
  const state = new LogState(
    options,
    new LogSegments(),
    new LeaderEpochCache([]),
    new LeaderEpochCheckpoint(disk, directory, handles),
    new ProducerState(options.producerIdExpirationMs),
    new ProducerSnapshots(disk, directory, []),
  );
  state.isNewborn = true;
  state.epochFile.create();
  startSegment(state, logStartOffset);
  state.logEndOffset = state.logStartOffset = logStartOffset;
  state.writtenEndOffset = state.flushedEndOffset = state.highWatermark = logStartOffset;
  state.snapshots.logStartOffset = logStartOffset;
  state.producers.clear(logStartOffset);
  state.refreshFirstUnstableOffset();
  return state;
}

/** Rebuilds producer state as of the log's end. */
export function rebuild(state: LogState): Promise<void> {
  return rebuildProducers({
    producers: state.producers,
    snapshots: state.snapshots,
    segments: state.segments,
    logStartOffset: state.logStartOffset,
    endOffset: state.logEndOffset,
    nowMs: state.options.clock.now(),
  });
}

/** Opens all segments. `broken` are those whose indexes are missing or can't be right. */
async function openSegments(options: PartitionLogOptions, files: readonly OffsetFile[]) {
  const { disk, directory } = options;
  const names = new Set(files.map(({ name }) => name));
  const segments: Segment[] = [];
  const broken = new Set<Segment>();
  for (const { name, offset, kind } of files) {
    if (kind === ".snapshot") continue;
    if (kind !== ".log") {
      // An index without its log: left by a deletion that was cut short.
      if (!names.has(segmentFileName(offset, ".log"))) {
        await removeIfPresent(disk, `${directory}/${name}`);
      }
      continue;
    }
    const stat = await disk.stat(`${directory}/${name}`);
    const segment = newSegment({ options, config: options.config }, offset);
    if (!openSegment(segment, stat, names)) broken.add(segment);
    segments.push(segment);
  }
  return { segments, broken };
}

/** Returns whether the segment's files are as they must be. */
function openSegment(segment: Segment, stat: FileStat, names: ReadonlySet<string>): boolean {
  const { baseOffset } = segment;
  if (stat.size > MAX_LOG_BYTES) {
    throw new CorruptFileError(segment.path(".log"), `${stat.size} bytes are too many`);
  }
  segment.openLog(stat.size);
  segment.modifiedMs = stat.modifiedMs;
  if (names.has(segmentFileName(baseOffset, ".timeindex"))) segment.timeIndex.openExisting();
  else segment.timeIndex.file.rewrite();
  segment.takeMaxTimestampFromIndex();
  const hasTransactions = names.has(segmentFileName(baseOffset, ".txnindex"));
  segment.hasTransactionIndex = hasTransactions;
  if (hasTransactions) segment.transactionIndex.openExisting();
  if (!names.has(segmentFileName(baseOffset, ".index"))) return false;
  segment.offsetIndex.openExisting();
  return !hasTransactions || segment.transactionIndex.isSane();
}

/** Keeps the snapshots that belong to a segment's start, and the newest one if it is in the last segment. */
async function openSnapshots(
  { disk, directory }: PartitionLogOptions,
  files: readonly OffsetFile[],
  segments: readonly Segment[],
): Promise<ProducerSnapshots> {
  const offsets = files.filter(({ kind }) => kind === ".snapshot").map(({ offset }) => offset);
  const snapshots = new ProducerSnapshots(disk, directory, offsets);
  const bases = new Set(segments.map(({ baseOffset }) => baseOffset));
  const lastBase = Math.max(-1, ...bases);
  const stray = snapshots.offsets.filter((offset) =>
    !bases.has(offset) && !(offset === snapshots.latest && offset >= lastBase)
  );
  await snapshots.remove(stray);
  return snapshots;
}

/** The segment from which on the log must be verified, or null if it need not be. */
function firstToRecover(state: LogState, broken: ReadonlySet<Segment>): Segment | null {
  const { clean, recoveryPoint } = state.options;
  const { segments } = state;
  if (segments.all.length === 0) return null;
  const firstBroken = segments.all.find((segment) => broken.has(segment)) ?? null;
  if (clean) return firstBroken;
  const unflushed = segments.floor(recoveryPoint) ?? segments.first;
  return firstBroken !== null && firstBroken.baseOffset < unflushed.baseOffset
    ? firstBroken
    : unflushed;
}

/** What was not flushed before the crash is to be flushed with what comes. */
function markNotDurable({ segments, options }: LogState): void {
  const { all } = segments;
  const unflushed = all.length === 0 ? undefined : segments.floor(options.recoveryPoint) ?? all[0];
  if (unflushed === undefined) return;
  for (const segment of segments.from(unflushed)) segment.markNotDurable();
}

/** Offset after the last batch. A log whose end can't be read is recovered, whatever the last stop was. */
async function findEnd(state: LogState): Promise<number> {
  const { active } = state.segments;
  const from = active.offsetIndex.last()?.position ?? 0;
  const batches = new BatchScanner(active, from, false);
  let end = active.baseOffset;
  try {
    while (await batches.next()) end = lastOffsetOf(batches.bytes, batches.at) + 1;
    if (batches.partialBytes === 0) return end;
    state.warn(`${batches.partialBytes} bytes after the last batch in ${active.path(".log")}`);
  } catch (error) {
    state.warn(`${active.path(".log")}: ${messageOf(error)}`);
  }
  await recoverLog(state, active);
  return state.producers.mapEndOffset;
}

/** The log start offset is the checkpoint's, but not before the first segment; a log that ends before it starts anew. */
async function applyLogStart(state: LogState): Promise<void> {
  const checkpoint = state.options.logStartOffset;
  if (state.logEndOffset < checkpoint) {
    state.warn(
      `${state.directory} ends at ${state.logEndOffset}, before its log start ${checkpoint}`,
    );
    const all = [...state.segments.all];
    await removeSegments(state, all);
    state.segments.remove(all);
    startSegment(state, checkpoint);
    state.logEndOffset = checkpoint;
    state.epochs.clear();
  }
  state.logStartOffset = Math.max(checkpoint, state.segments.first.baseOffset);
  state.snapshots.logStartOffset = state.logStartOffset;
}

/** Epochs beyond the log's ends go. The file is made if it is missing, as in Kafka. */
async function settleEpochs(state: LogState, inFile: readonly EpochEntry[] | null): Promise<void> {
  const { epochs } = state;
  epochs.truncateFromEnd(state.logEndOffset);
  epochs.truncateFromStart(state.logStartOffset);
  const isSame = inFile !== null && inFile.length === epochs.entries.length &&
    inFile.every(({ epoch, startOffset }, i) =>
      epochs.entries[i].epoch === epoch && epochs.entries[i].startOffset === startOffset
    );
  if (!isSame) await state.epochFile.save(epochs.entries);
}
