/** Checks that hold in production too: a Raft replica that broke one must stop rather than go on. */

/** Something that can't happen did, here or in a peer. The replica stops. */
export class RaftInvariantError extends Error {
  override name = "RaftInvariantError";
}

/** @throws {RaftInvariantError} If `condition` is false. */
export function invariant(condition: boolean, message: string): asserts condition {
  if (!condition) throw new RaftInvariantError(message);
}
