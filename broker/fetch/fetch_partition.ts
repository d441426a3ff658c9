import type { LentBytes } from "../../storage/lent_bytes.ts";
import type { ReadRest } from "../../storage/types.ts";

/** What one partition of a fetch request asks for; kept in a session between incremental fetches. */
export interface FetchPartition {
  /** Null while the topic id of a session's partition is unknown here. */
  topic: string | null;
  readonly topicId: string;
  readonly index: number;
  fetchOffset: number;
  /** Where a follower's log starts; -1 of others, and where it is not told (before version 5). */
  followerLogStart: number;
  maxBytes: number;
  currentLeaderEpoch: number;
  /** -1 when the fetcher does not tell (before version 12). */
  lastFetchedEpoch: number;
}

/** What is found for it; answers are made from this. */
export interface FetchedPartition {
  readonly request: FetchPartition;
  readonly errorCode: number;
  readonly highWatermark: number;
  readonly lastStableOffset: number;
  readonly logStartOffset: number;
  readonly records: Uint8Array;
  /** Holds the records; to be given back once they are sent, or not needed after all. */
  readonly lent: LentBytes | null;
  /** The records that follow and are not in memory. */
  readonly rest: ReadRest | null;
  readonly abortedTransactions:
    | readonly { readonly producerId: bigint; readonly firstOffset: number }[]
    | null;
  /** Set instead of records when the fetcher's log diverged (KIP-595). */
  readonly divergingEpoch: { readonly epoch: number; readonly endOffset: number } | null;
}
