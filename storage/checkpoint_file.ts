/**
 * The line format of Kafka's checkpoint files: `0` (version), the number of entries, then one entry a line, fields apart
 * by blanks. Used by `recovery-point-offset-checkpoint`, `log-start-offset-checkpoint`,
 * `replication-offset-checkpoint`, `cleaner-offset-checkpoint` and `leader-epoch-checkpoint` (storage spec 1.4, 1.5).
 */
import type { Disk } from "../runtime/runtime.ts";
import { readTextFile, replaceTextFile } from "./atomic_file.ts";
import { CorruptFileError } from "./errors.ts";

const VERSION = "0";

/** Text of a checkpoint file with these entries. */
export function formatCheckpoint(entries: readonly (readonly (string | number)[])[]): string {
  let text = `${VERSION}\n${entries.length}\n`;
  for (const fields of entries) text += fields.join(" ") + "\n";
  return text;
}

/**
 * The entries of a checkpoint file's text; none for an empty one.
 *
 * @throws {CorruptFileError} If the version, the number of entries or of fields is wrong.
 */
export function parseCheckpoint(path: string, text: string, fieldsPerEntry: number): string[][] {
  if (text.trim() === "") return [];
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  const [version, count, ...rest] = lines;
  if (version.trim() !== VERSION) throw new CorruptFileError(path, `Unknown version ${version}`);
  if (count === undefined || !/^\d+$/.test(count.trim())) {
    throw new CorruptFileError(path, `Not a number of entries: ${count}`);
  }
  if (rest.length !== Number(count)) {
    throw new CorruptFileError(path, `${rest.length} entries, ${count} are announced`);
  }
  return rest.map((line) => {
    const fields = line.trim().split(/\s+/);
    if (fields.length !== fieldsPerEntry) {
      throw new CorruptFileError(path, `Not ${fieldsPerEntry} fields: ${line}`);
    }
    return fields;
  });
}

/**
 * A field that must be a whole number.
 *
 * @throws {CorruptFileError}
 */
export function checkpointNumber(path: string, field: string): number {
  if (!/^-?\d+$/.test(field)) throw new CorruptFileError(path, `Not a number: ${field}`);
  return Number(field);
}

/** Offsets by topic and partition, as the four offset checkpoint files hold them. */
export class OffsetCheckpointFile {
  constructor(readonly disk: Disk, readonly path: string) {}

  /**
   * Offset by `<topic>-<partition>`; empty when there is no file.
   *
   * @throws {CorruptFileError}
   */
  async read(): Promise<Map<string, number>> {
    const offsets = new Map<string, number>();
    const text = await readTextFile(this.disk, this.path) ?? "";
    for (const [topic, partition, offset] of parseCheckpoint(this.path, text, 3)) {
      offsets.set(
        `${topic}-${checkpointNumber(this.path, partition)}`,
        checkpointNumber(this.path, offset),
      );
    }
    return offsets;
  }

  /** Replaces the file, durably. */
  write(entries: readonly (readonly [topic: string, partition: number, offset: number])[]) {
    return replaceTextFile(this.disk, this.path, formatCheckpoint(entries));
  }
}
