/** How a transcript that brings its own topics is replayed, and where ours differs from it. */
import type { ReplayOptions } from "./cluster_replay.ts";
import type { Difference } from "./transcript_reasons.ts";

export interface ClusterTranscript extends ReplayOptions {
  /** How many commands print just what Kafka printed, at least. */
  readonly equal: number;
  readonly differences: readonly Difference[];
}

/** By the name of the fixture. */
export type ClusterTranscripts = Readonly<Record<string, ClusterTranscript>>;
