/** Small files that are never seen half written: temporary file, fsync, rename, fsync of the directory. */
import { type Disk, RuntimeError } from "../runtime/runtime.ts";

/** Replaces the file at `path`. A crash at any instant leaves the old content or the new one. */
export async function replaceFile(disk: Disk, path: string, content: Uint8Array): Promise<void> {
  const temporary = `${path}.tmp`;
  const file = disk.open(temporary, { create: "if-missing", write: true, truncate: true });
  try {
    file.writeSync(content, 0);
    await file.sync();
  } finally {
    file.close();
  }
  await disk.rename(temporary, path);
  await disk.syncDirectory(path.slice(0, path.lastIndexOf("/")) || "/");
}

/** Replaces the file at `path` by text in UTF-8. */
export function replaceTextFile(disk: Disk, path: string, text: string): Promise<void> {
  return replaceFile(disk, path, new TextEncoder().encode(text));
}

/** The text of a file, or null if there is none. */
export async function readTextFile(disk: Disk, path: string): Promise<string | null> {
  if (!await disk.exists(path)) return null;
  return new TextDecoder().decode(await disk.readFile(path));
}

/** Removes a file or directory that may be gone already. */
export async function removeIfPresent(disk: Disk, path: string): Promise<void> {
  try {
    await disk.remove(path);
  } catch (error) {
    if (!(error instanceof RuntimeError) || error.code !== "not-found") throw error;
  }
}
