/** What topic settings do to a node's logs, end to end and in virtual time: retention, times, compression, sizes. */
import { assert, assertEquals } from "@std/assert";
import { Errors } from "../../protocol/errors.ts";
import { AdminScene, batchOf, BROKER, TOPIC } from "./apis/admin_scene.ts";

const SEGMENT = { "segment.bytes": String(1024 * 1024) };
const MINUTE_MS = 60_000;
/** `log.retention.check.interval.ms` */
const CHECK_MS = 5 * MINUTE_MS;
const LOG_APPEND_TIME = 0x08;
const CODEC = 0x07;

const attributesOf = (records: Uint8Array) =>
  new DataView(records.buffer, records.byteOffset).getInt16(21);
const maxTimestampOf = (records: Uint8Array) =>
  Number(new DataView(records.buffer, records.byteOffset).getBigInt64(35));

Deno.test("retention.ms: old segments go, the log start moves, DescribeLogDirs shrinks, the disk is freed", async () => {
  const scene = await AdminScene.start();
  await scene.createTopic("t", {
    ...SEGMENT,
    "retention.ms": String(60 * MINUTE_MS),
    "file.delete.delay.ms": String(MINUTE_MS),
  });
  await scene.fill("t", 3, 500_000);
  const before = await scene.sizeOf("t");
  assert(before > 1_500_000, `${before}`);
  await scene.advance(50 * MINUTE_MS);
  await scene.fill("t", 1, 500_000);
  assertEquals(await scene.earliestOffset("t"), 0);

  await scene.advance(10 * MINUTE_MS + CHECK_MS);
  // The first segment holds two batches; the second has one old and one new.
  assertEquals(await scene.earliestOffset("t"), 2);
  assertEquals((await scene.fetch("t")).errorCode, Errors.OFFSET_OUT_OF_RANGE);
  assert(await scene.sizeOf("t") < before);
  await scene.advance(2 * MINUTE_MS);
  const files = await scene.node.world.runUntil(scene.node.runtime.disk.list("/data/t-0"));
  const logs = files.filter(({ name }) => name.includes(".log")).map(({ name }) => name);
  assertEquals(logs, ["00000000000000000002.log"]);

  // The rest goes too: then the log is empty and goes on where it was.
  await scene.advance(60 * MINUTE_MS + CHECK_MS);
  assertEquals(await scene.earliestOffset("t"), 4);
  assertEquals(await scene.sizeOf("t"), 0);
  const { baseOffset } = await scene.produce("t", batchOf(["x"], scene.nowMs));
  assertEquals(baseOffset, 4n);
  await scene.stop();
});

Deno.test("retention.bytes keeps the newest segments only; a topic without it keeps all", async () => {
  const scene = await AdminScene.start();
  await scene.createTopic("small", { ...SEGMENT, "retention.bytes": "1100000" });
  await scene.createTopic("all", SEGMENT);
  await scene.fill("small", 6, 500_000);
  await scene.fill("all", 6, 500_000);
  await scene.advance(CHECK_MS + MINUTE_MS);
  assertEquals(await scene.earliestOffset("small"), 2);
  assert(await scene.sizeOf("small") >= 1_100_000);
  assertEquals(await scene.earliestOffset("all"), 0);
  await scene.stop();
});

Deno.test("Retention changed while running counts at once, on the topic and as the brokers' default", async () => {
  const scene = await AdminScene.start();
  await scene.createTopic("own", SEGMENT);
  await scene.createTopic("default", SEGMENT);
  await scene.fill("own", 3, 500_000);
  await scene.fill("default", 3, 500_000);
  await scene.advance(10 * MINUTE_MS);
  assertEquals((await scene.alter(TOPIC, "own", { "retention.ms": "1000" })).errorCode, 0);
  await scene.advance(CHECK_MS);
  assertEquals(await scene.earliestOffset("own"), 3);
  assertEquals(await scene.earliestOffset("default"), 0);
  assertEquals((await scene.alter(BROKER, "", { "log.retention.ms": "1000" })).errorCode, 0);
  await scene.advance(CHECK_MS);
  assertEquals(await scene.earliestOffset("default"), 3);
  await scene.stop();
});

Deno.test("Retention spares topics without delete in their cleanup policy", async () => {
  const scene = await AdminScene.start();
  await scene.createTopic("compact", {
    ...SEGMENT,
    "cleanup.policy": "compact",
    "retention.ms": "1000",
  });
  await scene.createTopic("none", { ...SEGMENT, "cleanup.policy": "", "retention.ms": "1000" });
  for (const topic of ["compact", "none"]) {
    await scene.fill(topic, 3, 500_000);
    await scene.advance(CHECK_MS + MINUTE_MS);
    assertEquals(await scene.earliestOffset(topic), 0);
    assertEquals((await scene.fetch(topic)).errorCode, Errors.NONE);
  }
  await scene.stop();
});

Deno.test("message.timestamp.type=LogAppendTime: the broker's time stands in the batch and in the answer", async () => {
  const scene = await AdminScene.start();
  await scene.createTopic("t", { "message.timestamp.type": "LogAppendTime" });
  const before = scene.nowMs;
  const { errorCode, logAppendTimeMs } = await scene.produce("t", batchOf(["x"], 1000));
  assertEquals(errorCode, 0);
  assert(Number(logAppendTimeMs) >= before && Number(logAppendTimeMs) <= scene.nowMs);
  const { records } = await scene.fetch("t");
  assertEquals(attributesOf(records) & LOG_APPEND_TIME, LOG_APPEND_TIME);
  assertEquals(maxTimestampOf(records), Number(logAppendTimeMs));
  await scene.stop();
});

Deno.test("compression.type: producer keeps what came, a codec compresses anew, uncompressed unpacks", async () => {
  const scene = await AdminScene.start();
  await scene.createTopic("producer");
  await scene.createTopic("zstd", { "compression.type": "zstd" });
  await scene.createTopic("plain", { "compression.type": "uncompressed" });
  const gzipped = batchOf(["a".repeat(1000), "b"], scene.nowMs, { compression: "gzip" });
  for (const topic of ["producer", "zstd", "plain"]) {
    assertEquals((await scene.produce(topic, gzipped)).errorCode, 0);
  }
  const codecs: number[] = [];
  for (const topic of ["producer", "zstd", "plain"]) {
    codecs.push(attributesOf((await scene.fetch(topic)).records) & CODEC);
  }
  assertEquals(codecs, [1, 4, 0]);
  assert(await scene.sizeOf("plain") > 1000);
  assert(await scene.sizeOf("zstd") < 300);
  // A setting changed while running counts for the next batch.
  await scene.alter(TOPIC, "producer", { "compression.type": "lz4" });
  await scene.advance(100);
  await scene.produce("producer", gzipped);
  const { records } = await scene.fetch("producer", 2);
  assertEquals(attributesOf(records) & CODEC, 3);
  await scene.stop();
});

Deno.test("max.message.bytes: larger batches are refused, by the topic's limit or the brokers' changed default", async () => {
  const scene = await AdminScene.start();
  await scene.createTopic("t");
  const large = (bytes: number) => batchOf([new Uint8Array(bytes)], scene.nowMs);
  assertEquals((await scene.produce("t", large(2_000_000))).errorCode, Errors.MESSAGE_TOO_LARGE);
  await scene.alter(BROKER, "", { "message.max.bytes": "3000000" });
  await scene.advance(100);
  assertEquals((await scene.produce("t", large(2_000_000))).errorCode, Errors.NONE);
  await scene.alter(TOPIC, "t", { "max.message.bytes": "500" });
  await scene.advance(100);
  assertEquals((await scene.produce("t", large(600))).errorCode, Errors.MESSAGE_TOO_LARGE);
  assertEquals((await scene.produce("t", large(300))).errorCode, Errors.NONE);
  await scene.stop();
});

Deno.test("message.timestamp bounds: times too far from the broker's are INVALID_TIMESTAMP", async () => {
  const scene = await AdminScene.start();
  await scene.createTopic("t", {
    "message.timestamp.before.max.ms": "5000",
    "message.timestamp.after.max.ms": "7000",
  });
  const at = async (offsetMs: number) =>
    (await scene.produce("t", batchOf(["x"], scene.nowMs + offsetMs))).errorCode;
  assertEquals(await at(-6000), Errors.INVALID_TIMESTAMP);
  assertEquals(await at(8000), Errors.INVALID_TIMESTAMP);
  assertEquals(await at(-4000), Errors.NONE);
  assertEquals(await at(6000), Errors.NONE);
  await scene.stop();
});
