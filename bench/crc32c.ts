/**
 * Throughput of CRC-32C: `deno run bench/crc32c.ts`, `bun bench/crc32c.ts`. Each line: size of the input, nanoseconds for
 * one call, GB/s, and the ratio to tables in TypeScript.
 */
import { crc32c } from "../protocol/records/crc32c.ts";
import { updateByTable } from "../protocol/records/crc32c_table.ts";

const SIZES = [70, 100, 300, 512, 1000, 4096, 16384, 65536, 1048576];
const ROUNDS = 15;
const BYTES_PER_ROUND = 4_000_000;

/** Nanoseconds of one call, in the best of several rounds. */
function nanosecondsOf(size: number, run: () => number): number {
  const calls = Math.ceil(BYTES_PER_ROUND / size);
  for (let i = 0; i < 1000; i++) run();
  let best = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    for (let i = 0; i < calls; i++) run();
    best = Math.min(best, (performance.now() - start) / calls);
  }
  return best * 1e6;
}

// Not at the start of its array, as batches never are.
const OFFSET = 121;
const bytes = Uint8Array.from(
  { length: OFFSET + 1048576 },
  (_, i) => Math.imul(i, 2654435761) >> 24,
);
console.log("  bytes        ns    GB/s  ratio to tables");
for (const size of SIZES) {
  const end = OFFSET + size;
  const folded = nanosecondsOf(size, () => crc32c(bytes, OFFSET, end));
  const byTable = nanosecondsOf(size, () => updateByTable(-1, bytes, OFFSET, end));
  const columns = [
    String(size).padStart(7),
    folded.toFixed(0).padStart(9),
    (size / folded).toFixed(2).padStart(7),
    (byTable / folded).toFixed(2).padStart(6),
  ];
  console.log(columns.join(" "));
}
