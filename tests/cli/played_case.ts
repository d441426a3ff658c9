/** A command of a transcript, and how ours answered it. */

/** The lines of Kafka whose tools were recorded. */
export type KafkaVersion = "3.5" | "4.3";

export interface PlayedCase {
  /** The transcript. */
  readonly fixture: string;
  readonly tool: string;
  /** As it stands in the transcript. */
  readonly command: string;
  /** What was printed or returned else, or {@linkcode NOT_RUN}; null if nothing was. */
  readonly difference: string | null;
}

/** Kafka refused what ours does; what follows would find something else. */
export const NOT_RUN = "not run";
