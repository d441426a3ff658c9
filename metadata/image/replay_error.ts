/** A committed record that contradicts the state before it: the log and this state machine differ, a fatal fault. */
export class ReplayError extends Error {
  override name = "ReplayError";
}
