import { assert, assertEquals } from "@std/assert";
import type { Disk, Runtime } from "../../runtime/runtime.ts";
import { SimulatedWorld } from "../../runtime/simulated/world.ts";
import { assertFails } from "./failing.ts";
import { pair, Peer } from "./peer.ts";
import { put, text } from "./suite_disk.ts";

const encode = (content: string) => new TextEncoder().encode(content);

/** Writes files in every state between safe and forgotten. */
async function writeFiles({ disk }: Runtime): Promise<void> {
  await disk.makeDirectory("/data");
  await disk.syncDirectory("/");
  const synced = disk.open("/data/synced", { create: "new", write: true });
  synced.writeSync(encode("safe"), 0);
  await synced.sync();
  put(disk, "/data/removed", "still here");
  await disk.open("/data/removed", { create: "never", write: true }).sync();
  await disk.syncDirectory("/data");
  synced.writeSync(encode("SAFE, more"), 0);
  await disk.remove("/data/removed");
  put(disk, "/data/new", "unsynced entry");
  await disk.open("/data/new", { create: "never", write: true }).sync();
  await disk.rename("/data/new", "/data/renamed");
}

async function listing(disk: Disk): Promise<string[]> {
  const lines: string[] = [];
  for (const { name } of await disk.list("/data")) {
    lines.push(`${name}: ${await text(disk, `/data/${name}`)}`);
  }
  return lines;
}

Deno.test("crash of the process keeps all that was written", async () => {
  const world = new SimulatedWorld({ seed: 1 });
  await world.runUntil(writeFiles(world.node("a")));
  world.crash("a", "process");
  const found = await world.runUntil(listing(world.node("a").disk));
  assertEquals(found, ["renamed: unsynced entry", "synced: SAFE, more"]);
  world.crash("a", "machine-lose-unsynced");
  const left = await world.runUntil(listing(world.node("a").disk));
  assertEquals(left, ["removed: still here", "synced: safe"], "it was in the page cache only");
});

Deno.test("crash of the machine loses what was not synced, contents and entries", async () => {
  const world = new SimulatedWorld({ seed: 1 });
  await world.runUntil(writeFiles(world.node("a")));
  world.crash("a", "machine-lose-unsynced");
  const found = await world.runUntil(listing(world.node("a").disk));
  assertEquals(found, ["removed: still here", "synced: safe"]);
});

Deno.test("syncDirectory makes creations, renames and removals durable", async () => {
  const world = new SimulatedWorld({ seed: 1 });
  const { disk } = world.node("a");
  await world.runUntil(writeFiles(world.node("a")).then(() => disk.syncDirectory("/data")));
  world.crash("a", "machine-lose-unsynced");
  const found = await world.runUntil(listing(world.node("a").disk));
  assertEquals(found, ["renamed: unsynced entry", "synced: safe"]);
});

Deno.test("sync covers the writes before it and not those while it runs", async () => {
  const world = new SimulatedWorld({ seed: 1 });
  const { disk } = world.node("a");
  const file = disk.open("/f", { create: "new", write: true });
  await world.runUntil(disk.syncDirectory("/"));
  file.writeSync(encode("before"), 0);
  const syncing = file.sync();
  file.writeSync(encode("-after"), 6);
  await world.runUntil(syncing);
  world.crash("a", "machine-lose-unsynced");
  assertEquals(await world.runUntil(text(world.node("a").disk, "/f")), "before");
});

Deno.test("sync that did not finish before the crash made nothing durable", async () => {
  const world = new SimulatedWorld({ seed: 1 });
  const { disk } = world.node("a");
  const file = disk.open("/f", { create: "new", write: true });
  await world.runUntil(disk.syncDirectory("/"));
  file.writeSync(encode("x"), 0);
  let told = false;
  file.sync().then(() => told = true);
  world.crash("a", "machine-lose-unsynced");
  await world.advance(100);
  assertEquals(told, false);
  assertEquals(await world.runUntil(text(world.node("a").disk, "/f")), "");
});

Deno.test("torn crash keeps synced bytes, and tears the others differently by seed", async () => {
  const outcomes = new Set<string>();
  let intact = 0;
  for (let seed = 0; seed < 60; seed++) {
    const world = new SimulatedWorld({ seed });
    const { disk } = world.node("a");
    const file = disk.open("/f", { create: "new", write: true });
    file.writeSync(encode("durable|"), 0);
    await world.runUntil(Promise.all([file.sync(), disk.syncDirectory("/")]));
    file.writeSync(encode("first---"), 8);
    file.writeSync(encode("second--"), 16);
    world.crash("a", "machine-torn");
    const left = await world.runUntil(text(world.node("a").disk, "/f"));
    assert(left.startsWith("durable|"), left);
    const whole = "durable|first---second--";
    for (const [index, char] of [...left].entries()) {
      assert(char === whole[index] || char === "\0", `${left} at ${index}`);
    }
    if (left === whole) intact++;
    outcomes.add(left);
  }
  assert(outcomes.size >= 10, `${outcomes.size} outcomes`);
  assert(intact > 0 && intact < 40, `${intact} intact`);
  assert(
    [...outcomes].some((left) => left.includes("\0")),
    "a hole where an earlier write is lost",
  );
  assert(outcomes.has("durable|"), "everything unsynced lost");
});

Deno.test("torn crash keeps directory changes in their order, a rename whole", async () => {
  const outcomes = new Set<string>();
  for (let seed = 0; seed < 40; seed++) {
    const world = new SimulatedWorld({ seed });
    const run = async ({ disk }: Runtime) => {
      await disk.makeDirectory("/data");
      await disk.syncDirectory("/");
      await disk.rename("/data", "/data");
      put(disk, "/data/a", "");
      put(disk, "/data/b", "");
      await disk.rename("/data/a", "/data/c");
    };
    await world.runUntil(run(world.node("n")));
    world.crash("n", "machine-torn");
    const entries = await world.runUntil(world.node("n").disk.list("/data"));
    outcomes.add(entries.map(({ name }) => name).join());
  }
  assertEquals([...outcomes].sort(), ["", "a", "a,b", "b,c"]);
});

Deno.test("crash silences timers, calls and connections of the old process", async () => {
  const world = new SimulatedWorld({ seed: 3 });
  const old = world.node("a");
  const happened: string[] = [];
  const { near, far, listener } = await world.runUntil(pair(old.network));
  for (const connection of [near, far]) new Peer(connection).start().onReceived = note("received");
  function note(what: string): () => void {
    return () => happened.push(what);
  }
  old.clock.setTimer(1, note("timer"));
  old.clock.sleep(1).then(note("sleep"));
  old.clock.endOfTurn(note("end of turn"));
  const file = old.disk.open("/f", { create: "new", write: true });
  file.write(encode("late"), 0).then(note("write"));
  near.write(encode("lost"));
  world.crash("a", "process");
  await world.advance(10_000);
  assertEquals(happened, []);
  await assertFails("closed", () => file.writeSync(encode("x"), 0));
  await assertFails("closed", () => old.disk.open("/g", { create: "new", write: true }));
  old.disk.makeDirectory("/never").then(note("made directory"));
  const fresh = world.node("a");
  assert(fresh !== old);
  assertEquals(await world.runUntil(fresh.disk.exists("/never")), false);
  assertEquals((await world.runUntil(fresh.disk.stat("/f"))).size, 0);
  await world.runUntil(fresh.network.listen({ host: "", port: listener.port }, () => {}));
  assertEquals(happened, []);
});

Deno.test("crash frees the locks of the process", async () => {
  const world = new SimulatedWorld({ seed: 3 });
  await world.runUntil(world.node("a").disk.lock("/.lock"));
  world.crash("a", "process");
  const lock = await world.runUntil(world.node("a").disk.lock("/.lock"));
  await assertFails("locked", () => world.runUntil(world.node("a").disk.lock("/.lock")));
  await lock.release();
});

Deno.test("limitDisk gives no-space, and reading and cutting still work", async () => {
  const world = new SimulatedWorld({ seed: 3 });
  const { disk } = world.node("a");
  world.limitDisk("a", 10);
  const file = disk.open("/f", { create: "new", write: true });
  file.writeSync(encode("12345678"), 0);
  await assertFails("no-space", () => file.writeSync(encode("abc"), 8));
  await assertFails("no-space", () => world.runUntil(file.write(encode("abc"), 8)));
  await assertFails("no-space", () => file.truncate(11));
  file.writeSync(encode("abc"), 0);
  assertEquals(await world.runUntil(disk.space("/")), { totalBytes: 10, usableBytes: 2 });
  file.truncate(0);
  file.writeSync(encode("0123456789"), 0);
});

Deno.test("makeReadOnly keeps the file from being opened for writing", async () => {
  const world = new SimulatedWorld({ seed: 3 });
  const { disk } = world.node("a");
  put(disk, "/f", "x");
  await world.runUntil(disk.makeReadOnly("/f"));
  await assertFails("permission-denied", () => disk.open("/f", { create: "never", write: true }));
  disk.open("/f", { create: "never", write: false }).close();
});
