import { assertEquals, assertMatch } from "@std/assert";
import { gunzipSync } from "node:zlib";
import type { Runtime } from "../../../runtime/runtime.ts";
import { SimulatedWorld } from "../../../runtime/simulated/world.ts";
import { readVectors } from "../../protocol/records/vectors.ts";
import { unpackDirectory } from "../../storage/kafka_directory.ts";
import { runTool } from "../simulated_tool.ts";

const DATA = "/tmp/kafka-logs";
const IDEMPOTENT = `${DATA}/idempotent-0/00000000000000000000`;
const SMALL = `${DATA}/small-segments-0/00000000000000000032`;

/** A machine with a data directory of Kafka 4.3. */
class Machine {
  readonly world = new SimulatedWorld({ seed: 1 });
  readonly runtime: Runtime = this.world.node("m");

  static async withData(): Promise<Machine> {
    const machine = new Machine();
    const { world, runtime } = machine;
    await world.runUntil(unpackDirectory("kafka-4.3-clean", runtime.disk, DATA));
    return machine;
  }

  dump(...args: string[]) {
    return runTool(this.world, this.runtime, "kafka-dump-log", args);
  }

  read(path: string): Promise<Uint8Array> {
    return this.world.runUntil(this.runtime.disk.readFile(path));
  }

  async write(path: string, bytes: Uint8Array): Promise<void> {
    const { disk } = this.runtime;
    await this.world.runUntil(disk.makeDirectory(path.slice(0, path.lastIndexOf("/"))));
    const file = disk.open(path, { create: "if-missing", write: true, truncate: true });
    file.writeSync(bytes, 0);
    file.close();
  }
}

Deno.test("kafka-dump-log shows messages of magic 0 and 1, each with its own checksum", async () => {
  const machine = new Machine();
  const sets = readVectors("message-sets")
    .filter(({ hex, partialBytes }) => hex.length < 3000 && !partialBytes);
  const hex = sets.map((set) => set.hex).join("");
  const bytes = Uint8Array.from(hex.match(/../g)!, (pair) => parseInt(pair, 16));
  await machine.write("/d/00000000000000000600.log", bytes);
  const url = new URL("../../fixtures/cli/dump_log/magic-0-and-1.txt.gz", import.meta.url);
  const expected = new TextDecoder().decode(gunzipSync(Deno.readFileSync(url)));
  const result = await machine.dump("--files", "/d/00000000000000000600.log", "--print-data-log");
  assertEquals(result.stdout.split("\n").slice(1), expected.split("\n").slice(1));
});

Deno.test("kafka-dump-log tells of bytes after the last batch, and of a batch whose checksum is wrong", async () => {
  const machine = await Machine.withData();
  const bytes = await machine.read(`${IDEMPOTENT}.log`);
  await machine.write("/d/00000000000000000100.log", bytes.subarray(0, 100));
  const cut = await machine.dump("--files", "/d/00000000000000000100.log");
  assertMatch(cut.stdout, /\nFound 26 invalid bytes at the end of 00000000000000000100.log\n$/);
  const limited = await machine.dump("--files", "/d/00000000000000000100.log", "--max-bytes", "99");
  assertEquals(limited.stdout, cut.stdout.replace(/Found .*\n/, ""));

  const changed = bytes.slice();
  changed[130] ^= 0xff;
  await machine.write("/d/00000000000000000000.log", changed);
  const { stdout } = await machine.dump("--files", "/d/00000000000000000000.log");
  assertEquals([...stdout.matchAll(/isvalid: (\w+)/g)].map(([, is]) => is), [
    "true",
    "false",
    ...Array(5).fill("true"),
  ]);
});

Deno.test("kafka-dump-log shows what was read before the bytes make no sense, and fails", async () => {
  const machine = await Machine.withData();
  const bytes = await machine.read(`${IDEMPOTENT}.log`);
  const path = "/d/00000000000000000000.log";
  await machine.write(path, Uint8Array.from([...bytes, ...new Uint8Array(30)]));
  const zeros = await machine.dump("--files", path);
  assertEquals([zeros.exitCode, zeros.stdout.match(/^baseOffset/gm)?.length], [1, 7]);
  assertMatch(zeros.stderr, /batch of size 0/);
  // A batch that is larger than its smallest size only by name.
  const short = bytes.slice(0, 40);
  short.set([0, 0, 0, 20], 8);
  await machine.write(path, short);
  assertEquals((await machine.dump("--files", path)).exitCode, 1);
});

Deno.test("kafka-dump-log compares indexes with their log", async () => {
  const machine = await Machine.withData();
  const index = await machine.read(`${SMALL}.index`);
  const shown = await machine.dump("--files", `${SMALL}.index`);
  assertEquals(shown.stdout.match(/^offset: \d+ position: \d+$/gm)?.length, index.length / 8);
  assertEquals(shown.stderr, "");

  const log = await machine.read(`${SMALL}.log`);
  index[3]++;
  await machine.write("/d/00000000000000000032.log", log);
  await machine.write("/d/00000000000000000032.index", index);
  await machine.write(
    "/d/00000000000000000032.timeindex",
    await machine.read(`${SMALL}.timeindex`),
  );
  const files = "/d/00000000000000000032.index,/d/00000000000000000032.timeindex";
  const verified = await machine.dump("--verify-index-only", "--files", files);
  const [first] = shown.stdout.match(/(?<=offset: )\d+/)!;
  assertEquals(verified, {
    exitCode: 0,
    stdout: files.split(",").map((file) => `Dumping ${file}\n`).join(""),
    stderr: "Mismatches in :/d/00000000000000000032.index\n" +
      `  Index offset: ${Number(first) + 1}, log offset: ${first}\n`,
  });
});

Deno.test("kafka-dump-log takes preallocated zeros for what they are, and changes no file", async () => {
  const machine = await Machine.withData();
  const index = new Uint8Array(4096);
  index.set(await machine.read(`${SMALL}.index`));
  const timeIndex = new Uint8Array(4092);
  timeIndex.set(await machine.read(`${SMALL}.timeindex`));
  const base = "/d/00000000000000000032";
  await machine.write(`${base}.log`, await machine.read(`${SMALL}.log`));
  await machine.write(`${base}.index`, index);
  await machine.write(`${base}.timeindex`, timeIndex);
  const both = (path: string) => machine.dump("--files", `${path}.index,${path}.timeindex`);
  const [sparse, dense] = [await both(base), await both(SMALL)];
  assertEquals(sparse.stdout.replaceAll(base, SMALL), dense.stdout);
  assertEquals(sparse.stderr, "");
  assertEquals((await machine.read(`${base}.index`)).length, 4096);
  // Nothing in the log yet: a broker that runs.
  await machine.write("/d/00000000000000000000.log", new Uint8Array(0));
  await machine.write("/d/00000000000000000000.index", new Uint8Array(4096));
  const empty = await machine.dump("--files", "/d/00000000000000000000.index");
  assertEquals([empty.exitCode, empty.stdout.split("\n").length], [0, 2]);
});

Deno.test("kafka-dump-log --index-sanity-check passes and fails like a broker's start", async () => {
  const machine = await Machine.withData();
  const files = `${SMALL}.index,${SMALL}.timeindex`;
  const passed = await machine.dump("--index-sanity-check", "--files", files);
  assertEquals(passed.stdout.match(/^\S+ passed sanity check\.$/gm)?.length, 2);
  const index = await machine.read(`${SMALL}.index`);
  await machine.write("/d/00000000000000000032.log", new Uint8Array(0));
  await machine.write("/d/00000000000000000032.index", index.subarray(0, index.length - 3));
  const failed = await machine.dump(
    "--index-sanity-check",
    "--files",
    "/d/00000000000000000032.index",
  );
  assertEquals(failed.exitCode, 1);
  assertMatch(failed.stderr, /are no multiple of 8/);
});

Deno.test("kafka-dump-log decodes keys and values with the classes of both generations", async () => {
  const machine = await Machine.withData();
  const dump = async (name: string) => {
    const args = ["--max-bytes", "100", "--files", `${IDEMPOTENT}.log`];
    return (await machine.dump("--value-decoder-class", name, ...args)).stdout
      .split("payload: ")[1];
  };
  assertEquals(await dump("org.apache.kafka.tools.api.StringDecoder"), "b0.0\n");
  assertEquals(await dump("kafka.serializer.IntegerDecoder"), `${0x62302e30}\n`);
  assertEquals(await dump("DefaultDecoder"), "62302e30\n");
  const tooShort = await machine.dump(
    ...["--value-decoder-class", "LongDecoder", "--files", `${IDEMPOTENT}.log`],
  );
  assertEquals(tooShort.exitCode, 1);
});

Deno.test("kafka-dump-log goes on after records that a decoder does not know", async () => {
  const machine = await Machine.withData();
  const dump = async (flag: string) => {
    const args = ["--max-bytes", "100", "--files", `${IDEMPOTENT}.log`];
    return /headerKeys: \[\] (.*)/.exec((await machine.dump(flag, ...args)).stdout)![1];
  };
  const unknown = "key: Unknown record type 27440 at offset 0, skipping.";
  assertEquals(await dump("--offsets-decoder"), unknown);
  assertEquals(await dump("--transaction-log-decoder"), unknown);
  assertEquals(await dump("--share-group-state-decoder"), unknown);
  assertMatch(await dump("--cluster-metadata-decoder"), /^payload: Error at 0, skipping\. /);
  assertMatch(await dump("--remote-log-metadata-decoder"), /^payload: Error at 0, skipping\. /);
});
