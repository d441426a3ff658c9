import type { Runtime } from "../../runtime/runtime.ts";

/** Writes a file anew, over one that is there. @throws {RuntimeError} If it can't be written. */
export async function writeText({ disk }: Runtime, path: string, text: string): Promise<void> {
  const file = disk.open(path, { create: "if-missing", write: true, truncate: true });
  try {
    await file.write(new TextEncoder().encode(text), 0);
  } finally {
    file.close();
  }
}
