/**
 * What appending to a file and reading it back costs, per size of one call.
 * Run with `deno run -A bench/runtime/append.ts` or `bun run bench/runtime/append.ts`.
 */
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { platformRuntime } from "../../runtime/platform.ts";

const totalBytes = 2 ** 28;
const { disk, clock } = platformRuntime();
const directory = await mkdtemp(`${tmpdir()}/append-`);

for (const callBytes of [128, 1024, 16 * 1024, 1024 * 1024]) {
  const file = disk.open(`${directory}/${callBytes}`, { create: "new", write: true });
  const bytes = new Uint8Array(callBytes).fill(7);
  const calls = Math.min(200_000, totalBytes / callBytes);
  const times = [
    `write ${timed(calls, (call) => file.writeSync(bytes, call * callBytes))}`,
    `read ${timed(calls, (call) => file.readSync(bytes, call * callBytes))}`,
  ];
  const startMs = clock.monotonic();
  for (let call = 0; call < 200; call++) await file.read(bytes, call * callBytes);
  times.push(`asynchronous read ${((clock.monotonic() - startMs) * 1000 / 200).toFixed(1)}`);
  console.log(`${callBytes} bytes a call, microseconds: ${times.join(", ")}`);
  file.close();
}
await disk.remove(directory);

/** Microseconds per call. */
function timed(calls: number, act: (call: number) => void): string {
  const startMs = clock.monotonic();
  for (let call = 0; call < calls; call++) act(call);
  return ((clock.monotonic() - startMs) * 1000 / calls).toFixed(2);
}
