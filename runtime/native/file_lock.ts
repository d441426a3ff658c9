/**
 * An exclusive lock on a file that a Kafka broker's JVM respects too.
 *
 * The JVM locks `.lock` with a POSIX record lock (`fcntl`), which a `flock` (all that Deno offers, and more than
 * `node:fs` does) never conflicts with. SQLite, inside both Deno and Bun, takes record locks: an exclusive
 * transaction holds bytes of the file that the JVM's lock on the whole file covers. SQLite also keeps two holders
 * in one process apart, which record locks alone do not. Nothing is written: the file stays empty, as it must be
 * from the start, and no journal is made.
 *
 * A trap of record locks stays: a process that opens and closes the locked file by other means loses its lock. So
 * nobody may read a lock file.
 */
import fs from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type FileLock, RuntimeError } from "../runtime.ts";
import { errnoOf, toRuntimeError } from "./errors.ts";

/** Errors as in `Disk.lock`. The file exists already. */
export function lockFile(path: string): FileLock {
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(path);
    database.exec("PRAGMA busy_timeout = 0; PRAGMA journal_mode = OFF; BEGIN EXCLUSIVE");
    return new NativeLock(database);
  } catch (error) {
    database?.close();
    if (isBusy(error)) {
      throw new RuntimeError("locked", `lock ${path}: another holder has it`, { cause: error });
    }
    throw toRuntimeError(systemErrorOf(path) ?? error, `lock ${path}`);
  }
}

/** SQLite says only that it can't open the file: this asks the system why. Never opens the file itself. */
function systemErrorOf(path: string): unknown {
  try {
    if (fs.statSync(path).isDirectory()) {
      return new RuntimeError("is-a-directory", `lock ${path}: is a directory`);
    }
    fs.accessSync(path, fs.constants.W_OK);
    return null;
  } catch (error) {
    if (errnoOf(error) !== "ENOENT") return error;
  }
  try {
    fs.accessSync(dirname(path), fs.constants.W_OK);
    return null;
  } catch (error) {
    return error;
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && error.message.includes("database is locked");
}

class NativeLock implements FileLock {
  #database: DatabaseSync | null;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  release(): Promise<void> {
    this.#database?.close();
    this.#database = null;
    return Promise.resolve();
  }
}
