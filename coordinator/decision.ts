/**
 * What a controller of this folder takes and gives: the pending state in, records and a response out. Controllers touch
 * nothing; {@linkcode ActiveController} appends the records and answers once they are committed.
 */
import type { MetadataImage } from "../metadata/image/image.ts";
import { metadataVersionOf } from "../metadata/metadata_version.ts";
import type { MetadataRecord } from "../protocol/data/metadata_framing.ts";
import type { Random } from "../runtime/runtime.ts";
import type { ControllerSettings } from "./settings.ts";

/** Records to write and the response to give when they are committed. */
export interface Decision<Response> {
  readonly records: readonly MetadataRecord[];
  readonly response: Response;
  /** Must go into one batch; others may be cut in pieces. */
  readonly atomic: boolean;
}

/** The state a decision is computed from. */
export interface ControllerState {
  /** The committed state and the own records on top that are not committed yet. */
  readonly image: MetadataImage;
  /** Offset that the first record written will get. */
  readonly nextOffset: number;
  /** Wall time in milliseconds. */
  readonly nowMs: number;
  /** Time for sessions, which no change of the wall clock touches. */
  readonly monotonicMs: number;
  readonly settings: ControllerSettings;
  readonly random: Random;
}

/** Records that are written together or not at all. */
export function atomic<R>(records: readonly MetadataRecord[], response: R): Decision<R> {
  return { records, response, atomic: true };
}

/** Records each of which makes sense alone. */
export function piecewise<R>(records: readonly MetadataRecord[], response: R): Decision<R> {
  return { records, response, atomic: false };
}

/** Nothing to write. */
export function answer<R>(response: R): Decision<R> {
  return { records: [], response, atomic: true };
}

/** Finalized metadata.version of the state. */
export function metadataVersionIn(state: Pick<ControllerState, "image">): number {
  return metadataVersionOf(state.image.features);
}
