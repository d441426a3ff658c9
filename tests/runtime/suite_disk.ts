import { assert, assertEquals } from "@std/assert";
import type { Disk } from "../../runtime/runtime.ts";
import { assertFails } from "./failing.ts";
import type { Declare } from "./runtime_suite.ts";

export function diskBehaviour(declare: Declare): void {
  declare(
    "disk.open respects create, write and truncate",
    async ({ runtime: { disk }, directory }) => {
      const path = `${directory}/file`;
      await assertFails("not-found", () => disk.open(path, { create: "never", write: true }));
      await assertFails("not-found", () => disk.open(path, { create: "never", write: false }));
      put(disk, path, "hello", "new");
      await assertFails("already-exists", () => disk.open(path, { create: "new", write: true }));
      put(disk, path, "J", "if-missing");
      assertEquals(await text(disk, path), "Jello");
      disk.open(path, { create: "if-missing", write: true, truncate: true }).close();
      assertEquals(await text(disk, path), "");
      await assertFails("not-found", () => put(disk, `${directory}/none/file`, "", "if-missing"));
      await assertFails("not-a-directory", () => put(disk, `${path}/file`, "", "if-missing"));
      await assertFails(
        "is-a-directory",
        () => disk.open(directory, { create: "never", write: true }),
      );
      await assertFails(
        "is-a-directory",
        () => disk.open(directory, { create: "never", write: false }),
      );
    },
  );

  declare("disk.stat and exists tell what is there", async ({ runtime, directory }) => {
    const { disk, clock } = runtime;
    put(disk, `${directory}/file`, "12345");
    const stat = await disk.stat(`${directory}/file`);
    assertEquals([stat.kind, stat.size], ["file", 5]);
    assert(Math.abs(stat.modifiedMs - clock.now()) < 10_000);
    assertEquals((await disk.stat(directory)).kind, "directory");
    await assertFails("not-found", () => disk.stat(`${directory}/other`));
    await assertFails("not-a-directory", () => disk.stat(`${directory}/file/x`));
    assertEquals(await disk.exists(`${directory}/file`), true);
    assertEquals(await disk.exists(directory), true);
    assertEquals(await disk.exists(`${directory}/other`), false);
    assertEquals(await disk.exists(`${directory}/file/x`), false);
  });

  declare(
    "disk.setModified is exact to the millisecond",
    async ({ runtime: { disk }, directory }) => {
      put(disk, `${directory}/file`, "x");
      for (const timeMs of [0, 1, 1_234_567_890_123, 1_700_000_000_001, 1_700_000_000_999]) {
        await disk.setModified(`${directory}/file`, timeMs);
        assertEquals((await disk.stat(`${directory}/file`)).modifiedMs, timeMs);
      }
      await assertFails("not-found", () => disk.setModified(`${directory}/other`, 1));
    },
  );

  declare("disk.readFile gives the whole content", async ({ runtime: { disk }, directory }) => {
    put(disk, `${directory}/file`, "content");
    assertEquals(await text(disk, `${directory}/file`), "content");
    await assertFails("not-found", () => disk.readFile(`${directory}/other`));
    await assertFails("is-a-directory", () => disk.readFile(directory));
  });

  declare("disk.list gives sorted names and kinds", async ({ runtime: { disk }, directory }) => {
    for (const name of ["b", "a-10", "a-2", "Z"]) put(disk, `${directory}/${name}`, "");
    await disk.makeDirectory(`${directory}/c/deep`);
    assertEquals(await disk.list(directory), [
      { name: "Z", kind: "file" },
      { name: "a-10", kind: "file" },
      { name: "a-2", kind: "file" },
      { name: "b", kind: "file" },
      { name: "c", kind: "directory" },
    ]);
    assertEquals(await disk.list(`${directory}/c`), [{ name: "deep", kind: "directory" }]);
    await assertFails("not-found", () => disk.list(`${directory}/none`));
    await assertFails("not-a-directory", () => disk.list(`${directory}/b`));
  });

  declare("disk.makeDirectory makes parents and accepts an existing one", async (stage) => {
    const { runtime: { disk }, directory } = stage;
    await disk.makeDirectory(`${directory}/x/y/z`);
    await disk.makeDirectory(`${directory}/x/y/z`);
    assertEquals((await disk.stat(`${directory}/x/y/z`)).kind, "directory");
    put(disk, `${directory}/file`, "");
    await assertFails("already-exists", () => disk.makeDirectory(`${directory}/file`));
    await assertFails("not-a-directory", () => disk.makeDirectory(`${directory}/file/sub`));
  });

  declare(
    "disk.rename replaces a file and moves a tree",
    async ({ runtime: { disk }, directory }) => {
      put(disk, `${directory}/from`, "new");
      put(disk, `${directory}/to`, "old");
      await disk.rename(`${directory}/from`, `${directory}/to`);
      assertEquals(await text(disk, `${directory}/to`), "new");
      assertEquals(await disk.exists(`${directory}/from`), false);
      await assertFails("not-found", () => disk.rename(`${directory}/from`, `${directory}/x`));
      await assertFails("not-found", () => disk.rename(`${directory}/to`, `${directory}/none/x`));
      await disk.makeDirectory(`${directory}/t-0`);
      put(disk, `${directory}/t-0/log`, "data");
      await disk.rename(`${directory}/t-0`, `${directory}/t-0-delete`);
      assertEquals(await text(disk, `${directory}/t-0-delete/log`), "data");
      await assertFails(
        "is-a-directory",
        () => disk.rename(`${directory}/to`, `${directory}/t-0-delete`),
      );
      await assertFails(
        "not-a-directory",
        () => disk.rename(`${directory}/t-0-delete`, `${directory}/to`),
      );
      await disk.makeDirectory(`${directory}/empty`);
      await assertFails(
        "already-exists",
        () => disk.rename(`${directory}/empty`, `${directory}/t-0-delete`),
      );
      await disk.rename(`${directory}/t-0-delete`, `${directory}/empty`);
      assertEquals(await text(disk, `${directory}/empty/log`), "data");
    },
  );

  declare("disk.remove takes a file or a tree", async ({ runtime: { disk }, directory }) => {
    await disk.makeDirectory(`${directory}/x/y`);
    put(disk, `${directory}/x/y/file`, "1");
    put(disk, `${directory}/file`, "1");
    await disk.remove(`${directory}/x`);
    await disk.remove(`${directory}/file`);
    assertEquals(await disk.list(directory), []);
    await assertFails("not-found", () => disk.remove(`${directory}/file`));
  });

  declare(
    "disk.syncDirectory takes directories alone",
    async ({ runtime: { disk }, directory }) => {
      put(disk, `${directory}/file`, "1");
      await disk.syncDirectory(directory);
      await assertFails("not-found", () => disk.syncDirectory(`${directory}/none`));
      await assertFails("not-a-directory", () => disk.syncDirectory(`${directory}/file`));
    },
  );

  declare("disk.space tells the disk's size", async ({ runtime: { disk }, directory }) => {
    const space = (await disk.space(directory))!;
    assert(space.usableBytes > 0 && space.usableBytes <= space.totalBytes);
    await assertFails("not-found", () => disk.space(`${directory}/none`));
  });

  declare("disk.lock excludes a second holder until it is released", async (stage) => {
    const { runtime: { disk }, directory } = stage;
    const path = `${directory}/.lock`;
    const lock = await disk.lock(path);
    await assertFails("locked", () => disk.lock(path));
    const other = await disk.lock(`${directory}/other.lock`);
    await assertFails("locked", () => disk.lock(path));
    await lock.release();
    await lock.release();
    const again = await disk.lock(path);
    await assertFails("locked", () => disk.lock(path));
    await again.release();
    await other.release();
    assertEquals((await disk.stat(path)).size, 0);
    assertEquals((await disk.list(directory)).map(({ name }) => name), [".lock", "other.lock"]);
    await assertFails("not-found", () => disk.lock(`${directory}/none/.lock`));
  });
}

/** Writes a file's beginning. */
export function put(
  disk: Disk,
  path: string,
  content: string,
  create: "if-missing" | "new" = "if-missing",
): void {
  const file = disk.open(path, { create, write: true });
  file.writeSync(new TextEncoder().encode(content), 0);
  file.close();
}

/** A file's content as text. */
export async function text(disk: Disk, path: string): Promise<string> {
  return new TextDecoder().decode(await disk.readFile(path));
}
