/** Turns what the platforms throw into {@linkcode RuntimeError}s with stable codes. */
import { RuntimeError, type RuntimeErrorCode } from "../runtime.ts";

const codeOfErrno: Readonly<Record<string, RuntimeErrorCode>> = {
  ENOENT: "not-found",
  ESRCH: "not-found",
  EEXIST: "already-exists",
  ENOTEMPTY: "already-exists",
  EACCES: "permission-denied",
  EPERM: "permission-denied",
  EROFS: "permission-denied",
  ENOTDIR: "not-a-directory",
  EISDIR: "is-a-directory",
  ENOSPC: "no-space",
  EDQUOT: "no-space",
  EADDRINUSE: "address-in-use",
  EADDRNOTAVAIL: "address-not-available",
  ECONNREFUSED: "connection-refused",
  ECONNRESET: "connection-reset",
  ECONNABORTED: "connection-reset",
  EPIPE: "connection-reset",
  ENOTCONN: "connection-reset",
  // A write that was under way when the socket broke.
  ECANCELED: "connection-reset",
  ETIMEDOUT: "timed-out",
  ENOTFOUND: "name-not-resolved",
  EAI_AGAIN: "name-not-resolved",
  EAI_NONAME: "name-not-resolved",
  EAI_FAIL: "name-not-resolved",
  EBADF: "closed",
};

/** What was being done comes first in the message: `open /data/x: ENOENT: no such file or directory`. */
export function toRuntimeError(error: unknown, doing: string): RuntimeError {
  if (error instanceof RuntimeError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new RuntimeError(codeOf(error, message), `${doing}: ${message}`, { cause: error });
}

/** The errno name (`ENOENT`) of a platform error, if it has one. */
export function errnoOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

function codeOf(error: unknown, message: string): RuntimeErrorCode {
  const errno = errnoOf(error);
  if (errno !== undefined && Object.hasOwn(codeOfErrno, errno)) return codeOfErrno[errno]!;
  // Deno gives a resolver's failure no code of its own.
  if (message.includes("failed to lookup address")) return "name-not-resolved";
  return "io";
}
