import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { BytePool } from "../../storage/byte_pool.ts";
import { FrameReceiver, type FrameSink } from "../../network/frame_receiver.ts";
import { join } from "./simulated_server.ts";

const LIMIT_BYTES = 100 * 1024 * 1024;

/** Keeps copies of the frames; refuses when told so. */
class Sink implements FrameSink {
  readonly frames: Uint8Array[] = [];
  badSize: number | null = null;
  refusing = () => false;

  frame(source: Uint8Array, start: number, end: number): boolean {
    if (this.refusing()) return false;
    this.frames.push(source.slice(start, end));
    return true;
  }
  badFrameSize(size: number): void {
    this.badSize = size;
  }
}

/** Delivers `bytes` in reads of the given sizes, in turn, or of what fits. */
function deliver(receiver: FrameReceiver, bytes: Uint8Array, readSizes: readonly number[]): void {
  for (let at = 0, i = 0; at < bytes.length && !receiver.halted; i++) {
    const room = receiver.buffer();
    assert(room.length > 0);
    const length = Math.min(room.length, bytes.length - at, readSizes[i % readSizes.length]);
    room.set(bytes.subarray(at, at + length));
    receiver.received(length);
    at += length;
  }
}

function framed(size: number, seed: number): Uint8Array {
  const bytes = new Uint8Array(4 + size);
  new DataView(bytes.buffer).setInt32(0, size);
  for (let i = 0; i < size; i++) bytes[4 + i] = (seed + i * 7) & 0xff;
  return bytes;
}

const sizes = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 0, max: 200 }) },
    { weight: 2, arbitrary: fc.integer({ min: 8000, max: 9000 }) },
    { weight: 1, arbitrary: fc.integer({ min: 200_000, max: 600_000 }) },
  ),
  { minLength: 1, maxLength: 25 },
);
const readSizes = fc.array(
  fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1000, max: 300_000 })),
  { minLength: 1, maxLength: 12 },
);

Deno.test("FrameReceiver finds the same frames however the bytes are split into reads", () => {
  fc.assert(
    fc.property(sizes, readSizes, (sizes, readSizes) => {
      const frames = sizes.map(framed);
      const sink = new Sink();
      const receiver = new FrameReceiver(
        sink,
        new BytePool({ smallestBytes: 8 * 1024 }),
        LIMIT_BYTES,
      );
      deliver(receiver, join(frames), [...readSizes, 4096]);
      assertSameFrames(sink.frames, frames);
    }),
    { numRuns: 60 },
  );
});

Deno.test("FrameReceiver offers a refused frame again, and loses none, wherever it is refused", () => {
  fc.assert(
    fc.property(sizes, readSizes, fc.integer({ min: 2, max: 5 }), (sizes, readSizes, every) => {
      const frames = sizes.map(framed);
      const bytes = join(frames);
      const sink = new Sink();
      let offered = 0;
      sink.refusing = () => ++offered % every === 0;
      const receiver = new FrameReceiver(
        sink,
        new BytePool({ smallestBytes: 8 * 1024 }),
        LIMIT_BYTES,
      );
      for (let at = 0, i = 0; at < bytes.length; i++) {
        const room = receiver.buffer();
        const size = readSizes[i % readSizes.length] + 200;
        const length = Math.min(room.length, bytes.length - at, size);
        room.set(bytes.subarray(at, at + length));
        receiver.received(length);
        at += length;
        while (receiver.halted) receiver.proceed();
      }
      assertSameFrames(sink.frames, frames);
    }),
    { numRuns: 60 },
  );
});

Deno.test("FrameReceiver keeps a read under way intact when it goes on meanwhile", () => {
  const frames = [framed(100, 1), framed(100, 2), framed(100, 3)];
  const bytes = join(frames);
  const sink = new Sink();
  sink.refusing = () => true;
  const receiver = new FrameReceiver(sink, new BytePool({ smallestBytes: 8 * 1024 }), LIMIT_BYTES);
  deliver(receiver, bytes.subarray(0, 250), [250]);
  const room = receiver.buffer();
  sink.refusing = () => false;
  receiver.proceed();
  assertEquals(sink.frames.length, 2);
  room.set(bytes.subarray(250));
  receiver.received(bytes.length - 250);
  assertSameFrames(sink.frames, frames);
});

Deno.test("FrameReceiver refuses sizes below zero and above the limit, and nothing comes after", () => {
  for (const size of [-1, -5, -0x80000000, 1001, 0x7fffffff]) {
    const sink = new Sink();
    const receiver = new FrameReceiver(sink, new BytePool({ smallestBytes: 8 * 1024 }), 1000);
    const bad = new Uint8Array(8);
    new DataView(bad.buffer).setInt32(0, size);
    deliver(receiver, join([framed(1000, 1), bad, framed(10, 2)]), [10_000]);
    assertEquals(sink.frames.length, 1);
    assertEquals(sink.badSize, size);
  }
});

Deno.test("FrameReceiver allocates for an announced frame as it arrives, not up front", () => {
  const sink = new Sink();
  const receiver = new FrameReceiver(sink, new BytePool({ smallestBytes: 8 * 1024 }), LIMIT_BYTES);
  const size = 16 * 1024 * 1024;
  const frame = framed(size, 3);
  deliver(receiver, frame.subarray(0, 20), [20]);
  const first = receiver.buffer();
  assert(first.length <= 64 * 1024);
  first[0] = frame[20];
  receiver.received(1);
  let largest = 0;
  // Up to 64 KiB are given on the first word.
  for (let at = 21; at < frame.length;) {
    const room = receiver.buffer();
    if (at > 64 * 1024) largest = Math.max(largest, room.length / at);
    const length = Math.min(room.length, frame.length - at);
    room.set(frame.subarray(at, at + length));
    receiver.received(length);
    at += length;
  }
  assert(largest <= 3, `offered room for ${largest} times what had arrived`);
  assertSameFrames(sink.frames, [frame]);
});

Deno.test("FrameReceiver reads frames larger than a read buffer straight into a buffer of their own", () => {
  const receiver = new FrameReceiver(
    new Sink(),
    new BytePool({ smallestBytes: 8 * 1024 }),
    LIMIT_BYTES,
  );
  const size = 1024 * 1024;
  const frame = framed(size, 1);
  deliver(receiver, frame, [1 << 20]);
  deliver(receiver, frame.subarray(0, 8192), [8192]);
  assertEquals(receiver.buffer().length, 4 + size - 8192);
});

Deno.test("FrameReceiver holds a small buffer after large reads have ended, and none once stopped", () => {
  const pool = new BytePool({ smallestBytes: 8 * 1024 });
  const receiver = new FrameReceiver(new Sink(), pool, LIMIT_BYTES);
  const small = framed(50, 1);
  deliver(receiver, join(Array.from({ length: 20_000 }, () => small)), [1 << 20]);
  assert(receiver.buffer().length > 100 * 1024);
  receiver.received(0);
  deliver(receiver, join(Array.from({ length: 10 }, () => small)), [small.length]);
  assertEquals(receiver.buffer().length, 8 * 1024);
  receiver.received(0);
  receiver.stop();
  assert(pool.keptBytes > 0);
  const kept = pool.keptBytes;
  receiver.stop();
  assertEquals(pool.keptBytes, kept);
});

Deno.test("FrameReceiver gives back the room of a read under way when the connection is gone", () => {
  const pool = new BytePool({ smallestBytes: 8 * 1024 });
  const receiver = new FrameReceiver(new Sink(), pool, LIMIT_BYTES);
  deliver(receiver, framed(1 << 20, 1).subarray(0, 100_000), [8192]);
  const room = receiver.buffer();
  assert(room.length > 0);
  receiver.close();
  // Not used again, but freed: the system may still write to what it was.
  assertEquals([room.buffer.byteLength, room.length, receiver.heldBytes], [0, 0, 0]);
  const kept = pool.keptBytes;
  receiver.close();
  assertEquals(pool.keptBytes, kept);
});

function assertSameFrames(actual: readonly Uint8Array[], expected: readonly Uint8Array[]): void {
  assertEquals(actual.length, expected.length);
  actual.forEach((frame, i) => {
    const wanted = expected[i].subarray(4);
    assertEquals(frame.length, wanted.length);
    const differs = frame.findIndex((byte, at) => byte !== wanted[at]);
    assertEquals(differs, -1);
  });
}
