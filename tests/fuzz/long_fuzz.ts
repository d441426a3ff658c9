/**
 * Damages messages of real Kafka for as long as one likes and decodes them; ends at the first outcome that is neither a value
 * nor a typed error, with what is needed to repeat it.
 *
 * ```sh
 * deno run --allow-read tests/fuzz/long_fuzz.ts --iterations 1000000 --seed 1
 * ```
 */
import { parseArgs } from "@std/cli/parse-args";
import { messageNamed } from "../protocol/declarations.ts";
import { damaged, SeededRandom, tryDecoding } from "../protocol/fuzzer.ts";
import { bytesOf, readGolden } from "../protocol/golden.ts";

const FILES: readonly (readonly [string, number])[] = [
  ["requests-4.3", 1423],
  ["responses-4.3", 1412],
  ["requests-3.5", 250],
  ["responses-3.5", 236],
  ["headers-4.3", 16],
  ["records-metadata-4.3", 169],
  ["records-group-4.3", 207],
  ["records-transaction-4.3", 14],
  ["records-share-4.3", 16],
  ["records-remote-log-4.3", 18],
  ["data-4.3", 84],
];
const REPORT_EVERY = 100_000;

const flags = parseArgs(Deno.args, {
  string: ["iterations", "seed"],
  default: { iterations: "1000000", seed: "1" },
});
const iterations = Number(flags.iterations);
const seed = Number(flags.seed);
const samples = FILES.flatMap(([file, count]) => readGolden(file, count).lines);
const random = new SeededRandom(seed);
const outcomes = { value: 0, refused: 0 };

console.log(`${iterations} damaged messages from seed ${seed}`);
for (let iteration = 1; iteration <= iterations; iteration++) {
  const { name, version, hex } = random.pick(samples);
  outcomes[tryDecoding(messageNamed(name), version, damaged(bytesOf(hex), random))]++;
  if (iteration % REPORT_EVERY === 0 || iteration === iterations) {
    console.log(`${iteration}: ${outcomes.value} values, ${outcomes.refused} refused`);
  }
}
