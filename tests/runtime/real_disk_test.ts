import { assert, assertEquals } from "@std/assert";
import { NativeDisk } from "../../runtime/native/disk.ts";
import { assertFails } from "./failing.ts";
import { put, text } from "./suite_disk.ts";

Deno.test("NativeDisk takes a link for what it points to", async () => {
  const directory = await Deno.makeTempDir();
  const disk = new NativeDisk();
  await disk.makeDirectory(`${directory}/real`);
  put(disk, `${directory}/real/file`, "data");
  await Deno.symlink(`${directory}/real`, `${directory}/link`);
  await Deno.symlink(`${directory}/nowhere`, `${directory}/dangling`);
  assertEquals(await disk.list(directory), [
    { name: "dangling", kind: "other" },
    { name: "link", kind: "directory" },
    { name: "real", kind: "directory" },
  ]);
  assertEquals((await disk.stat(`${directory}/link`)).kind, "directory");
  await disk.remove(`${directory}/link`);
  assertEquals(await text(disk, `${directory}/real/file`), "data");
  await Deno.remove(directory, { recursive: true });
});

Deno.test("NativeDisk.makeReadOnly takes the right to write away", async () => {
  const directory = await Deno.makeTempDir();
  const disk = new NativeDisk();
  put(disk, `${directory}/file`, "data");
  await disk.makeReadOnly(`${directory}/file`);
  assertEquals((await Deno.stat(`${directory}/file`)).mode! & 0o222, 0);
  // The superuser may write all the same.
  if (Deno.uid() !== 0) {
    const options = { create: "never", write: true } as const;
    await assertFails("permission-denied", () => disk.open(`${directory}/file`, options));
  }
  await Deno.remove(directory, { recursive: true });
});

Deno.test({
  name: "NativeDisk tells a full disk as no-space",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    const file = new NativeDisk().open("/dev/full", { create: "never", write: true });
    await assertFails("no-space", () => file.writeSync(new Uint8Array(10), 0));
    await assertFails("no-space", () => file.write(new Uint8Array(10), 0));
    file.close();
  },
});

Deno.test("NativeDisk.lock names what keeps it from the file", async () => {
  const directory = await Deno.makeTempDir();
  const disk = new NativeDisk();
  await assertFails("is-a-directory", () => disk.lock(directory));
  put(disk, `${directory}/file`, "");
  await assertFails("not-a-directory", () => disk.lock(`${directory}/file/.lock`));
  await Deno.remove(directory, { recursive: true });
});

Deno.test("NativeDisk works on relative paths and under odd names", async () => {
  const directory = await Deno.makeTempDir();
  const disk = new NativeDisk();
  const before = Deno.cwd();
  Deno.chdir(directory);
  try {
    await disk.makeDirectory("./some dir/ü#?%41");
    put(disk, "some dir/ü#?%41/a:b", "x");
    assertEquals(await disk.list("some dir/ü#?%41"), [{ name: "a:b", kind: "file" }]);
    const lock = await disk.lock("some dir/ü#?%41/.lock");
    await assertFails("locked", () => disk.lock(`${directory}/some dir/ü#?%41/.lock`));
    await lock.release();
    assert(await disk.exists("some dir/ü#?%41/.lock"));
  } finally {
    Deno.chdir(before);
  }
  await Deno.remove(directory, { recursive: true });
});
