import { assertEquals } from "@std/assert";
import { assertFails } from "./failing.ts";
import type { Declare } from "./runtime_suite.ts";
import { put, text } from "./suite_disk.ts";

const encode = (content: string) => new TextEncoder().encode(content);

export function diskFileBehaviour(declare: Declare): void {
  declare("file reads and writes at positions, synchronously and not", async (stage) => {
    const { runtime: { disk }, directory } = stage;
    const file = disk.open(`${directory}/file`, { create: "new", write: true });
    file.writeSync(encode("0123456789"), 0);
    await file.write(encode("ab"), 4);
    file.writeSync(encode("X"), 12);
    assertEquals(file.size(), 13);
    assertEquals(await text(disk, `${directory}/file`), "0123ab6789\0\0X");
    const into = new Uint8Array(4);
    assertEquals(file.readSync(into, 3), 4);
    assertEquals(into, encode("3ab6"));
    assertEquals(await file.read(into, 11), 2);
    assertEquals(into, encode("\0Xb6"));
    assertEquals(file.readSync(into, 13), 0);
    assertEquals(await file.read(into, 1000), 0);
    assertEquals(file.readSync(new Uint8Array(0), 0), 0);
    file.writeSync(new Uint8Array(0), 100);
    assertEquals(file.size(), 13);
    file.close();
  });

  declare(
    "file.truncate cuts, and extends with zeros",
    async ({ runtime: { disk }, directory }) => {
      const file = disk.open(`${directory}/file`, { create: "new", write: true });
      file.writeSync(encode("abcdef"), 0);
      file.truncate(3);
      assertEquals(file.size(), 3);
      file.truncate(5);
      assertEquals(await text(disk, `${directory}/file`), "abc\0\0");
      file.close();
    },
  );

  declare(
    "file handles of one file see each other's writes",
    ({ runtime: { disk }, directory }) => {
      const writer = disk.open(`${directory}/file`, { create: "new", write: true });
      const reader = disk.open(`${directory}/file`, { create: "never", write: false });
      writer.writeSync(encode("abc"), 0);
      assertEquals(reader.size(), 3);
      const into = new Uint8Array(3);
      assertEquals(reader.readSync(into, 0), 3);
      assertEquals(into, encode("abc"));
      writer.close();
      reader.close();
      return Promise.resolve();
    },
  );

  declare(
    "file opened for reading refuses to be changed",
    async ({ runtime: { disk }, directory }) => {
      put(disk, `${directory}/file`, "abc");
      const file = disk.open(`${directory}/file`, { create: "never", write: false });
      await assertFails("permission-denied", () => file.writeSync(encode("x"), 0));
      await assertFails("permission-denied", () => file.write(encode("x"), 0));
      await assertFails("permission-denied", () => file.truncate(0));
      file.close();
      assertEquals(await text(disk, `${directory}/file`), "abc");
    },
  );

  declare("file goes on working after it was renamed and removed", async (stage) => {
    const { runtime: { disk }, directory } = stage;
    const file = disk.open(`${directory}/file`, { create: "new", write: true });
    await disk.rename(`${directory}/file`, `${directory}/renamed`);
    file.writeSync(encode("abc"), 0);
    assertEquals(await text(disk, `${directory}/renamed`), "abc");
    await disk.remove(`${directory}/renamed`);
    file.writeSync(encode("d"), 3);
    await file.sync();
    assertEquals(file.size(), 4);
    assertEquals(await disk.exists(`${directory}/renamed`), false);
    file.close();
  });

  declare("file calls run side by side without mixing positions", async (stage) => {
    const { runtime: { disk, random }, directory } = stage;
    const file = disk.open(`${directory}/file`, { create: "new", write: true });
    const cells = 500;
    const cell = (index: number) => new Uint8Array(64).fill(index % 251);
    const work: Promise<unknown>[] = [];
    for (let index = 0; index < cells; index++) {
      if (index % 3 === 0) file.writeSync(cell(index), index * 64);
      else work.push(file.write(cell(index), index * 64));
      if (index % 50 === 0) work.push(file.sync());
    }
    await Promise.all(work);
    const reads: Promise<void>[] = [];
    for (let round = 0; round < cells; round++) {
      const index = random.below(cells);
      reads.push((async () => {
        const into = new Uint8Array(64);
        assertEquals(await file.read(into, index * 64), 64);
        assertEquals(into, cell(index));
      })());
      const into = new Uint8Array(64);
      file.readSync(into, (cells - 1 - index) * 64);
      assertEquals(into, cell(cells - 1 - index));
      if (round % 10 === 0) file.writeSync(cell(index), index * 64);
    }
    await Promise.all(reads);
    file.close();
  });

  declare("file.close lets calls under way finish and refuses later ones", async (stage) => {
    const { runtime: { disk }, directory } = stage;
    put(disk, `${directory}/file`, "abcdef");
    put(disk, `${directory}/other`, "------");
    const file = disk.open(`${directory}/file`, { create: "never", write: true });
    const into = new Uint8Array(6);
    const work = [file.read(into, 0), file.write(encode("X"), 5), file.sync()];
    file.close();
    file.close();
    // Takes the number that the closed file's descriptor would have set free.
    const other = disk.open(`${directory}/other`, { create: "never", write: true });
    await Promise.all(work);
    assertEquals(into.subarray(0, 5), encode("abcde"));
    assertEquals(await text(disk, `${directory}/file`), "abcdeX");
    assertEquals(await text(disk, `${directory}/other`), "------");
    other.close();
    await assertFails("closed", () => file.size());
    await assertFails("closed", () => file.readSync(into, 0));
    await assertFails("closed", () => file.read(into, 0));
    await assertFails("closed", () => file.writeSync(into, 0));
    await assertFails("closed", () => file.write(into, 0));
    await assertFails("closed", () => file.truncate(0));
    await assertFails("closed", () => file.sync());
  });
}
