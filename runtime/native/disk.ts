/** Files and directories of the real machine, on `node:fs` (which costs the same as Deno's own calls). */
import fs from "node:fs";
import { chmod, lstat, mkdir, open, readdir, readFile, rename } from "node:fs/promises";
import { rm, stat, statfs, utimes } from "node:fs/promises";
import type {
  DirectoryEntry,
  Disk,
  DiskFile,
  FileLock,
  FileStat,
  OpenOptions,
} from "../runtime.ts";
import { openFile } from "./disk_file.ts";
import { errnoOf, toRuntimeError } from "./errors.ts";
import { lockFile } from "./file_lock.ts";

export class NativeDisk implements Disk {
  open(path: string, options: OpenOptions): DiskFile {
    return openFile(path, options);
  }

  readFile(path: string): Promise<Uint8Array> {
    return attempt(`read ${path}`, async () => {
      const { buffer, byteOffset, byteLength } = await readFile(path);
      return new Uint8Array(buffer, byteOffset, byteLength);
    });
  }

  exists(path: string): Promise<boolean> {
    return attempt(`exists ${path}`, async () => {
      try {
        await lstat(path);
        return true;
      } catch (error) {
        const errno = errnoOf(error);
        if (errno === "ENOENT" || errno === "ENOTDIR") return false;
        throw error;
      }
    });
  }

  stat(path: string): Promise<FileStat> {
    return attempt(`stat ${path}`, async () => {
      const found = await stat(path);
      // A little is added because a time set in milliseconds comes back as a fraction just below.
      const modifiedMs = Math.floor(found.mtimeMs + 0.01);
      return { kind: kindOf(found), size: found.size, modifiedMs };
    });
  }

  list(path: string): Promise<DirectoryEntry[]> {
    return attempt(`list ${path}`, async () => {
      const found = await readdir(path, { withFileTypes: true });
      const entries = await Promise.all(found.map(async (entry): Promise<DirectoryEntry> => {
        if (!entry.isSymbolicLink()) return { name: entry.name, kind: kindOf(entry) };
        // A link is what it points to, as everywhere else here; a dangling one is neither.
        const target = await stat(`${path}/${entry.name}`).catch(() => null);
        return { name: entry.name, kind: target === null ? "other" : kindOf(target) };
      }));
      return entries.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    });
  }

  makeDirectory(path: string): Promise<void> {
    return attempt(`make directory ${path}`, async () => {
      await mkdir(path, { recursive: true });
    });
  }

  rename(from: string, to: string): Promise<void> {
    return attempt(`rename ${from} to ${to}`, () => rename(from, to));
  }

  remove(path: string): Promise<void> {
    return attempt(`remove ${path}`, () => rm(path, { recursive: true }));
  }

  syncDirectory(path: string): Promise<void> {
    return attempt(`sync directory ${path}`, async () => {
      const directory = await open(path, fs.constants.O_RDONLY | (fs.constants.O_DIRECTORY ?? 0));
      try {
        await directory.sync();
      } finally {
        await directory.close();
      }
    });
  }

  setModified(path: string, timeMs: number): Promise<void> {
    return attempt(`set modification time of ${path}`, () => {
      return utimes(path, timeMs / 1000, timeMs / 1000);
    });
  }

  makeReadOnly(path: string): Promise<void> {
    return attempt(`make ${path} read-only`, async () => {
      const { mode } = await stat(path);
      await chmod(path, mode & 0o555);
    });
  }

  lock(path: string): Promise<FileLock> {
    return attempt(`lock ${path}`, () => Promise.resolve(lockFile(path)));
  }

  space(path: string): Promise<{ totalBytes: number; usableBytes: number } | null> {
    return attempt(`space of ${path}`, async () => {
      const found = await statfs(path);
      return { totalBytes: found.blocks * found.bsize, usableBytes: found.bavail * found.bsize };
    });
  }
}

async function attempt<T>(doing: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw toRuntimeError(error, doing);
  }
}

function kindOf(found: { isFile(): boolean; isDirectory(): boolean }): FileStat["kind"] {
  return found.isFile() ? "file" : found.isDirectory() ? "directory" : "other";
}
