/**
 * CRC-32C of long input without a CRC instruction: folding by a sparse multiple of the polynomial, in WebAssembly.
 *
 * x^209 + x^144 + x^54 + x^39 + x^14 + 1 is a multiple of the CRC-32C polynomial, and so is every 2^k-th power of it,
 * which merely spreads the exponents: with k = 4 one unit is 16 bits, two bytes. So, for the remainder, a byte may be
 * taken out and put (by XOR) at 65, 155, 170, 195 and 209 units further on. Doing that from front to back empties the
 * whole input but its last 209 units, in steps of 16 bytes that are nothing but loads and XORs; tables do the rest.
 */
import { TABLES } from "./crc32c_table.ts";
import {
  add,
  and,
  assemble,
  call,
  type Code,
  code,
  int32,
  less,
  load128,
  load32,
  load8,
  local,
  loopWhile,
  notGreater,
  setLocal,
  shiftLeft,
  shiftRight,
  store128,
  store32,
  xor,
  xor128,
  zero128,
} from "./wasm_assembler.ts";

const UNIT_BYTES = 2;
const DISTANCES = [65, 155, 170, 195, 209].map((units) => units * UNIT_BYTES);
/** Bytes that folding leaves. */
const WINDOW = DISTANCES[DISTANCES.length - 1];
const STEP = 16;
/** Input is taken in pieces of this many bytes; with what is folded from them they stay in the first-level cache. */
const PIECE = 8192;
/** The last piece may be longer, so that it holds at least the window. */
const CAPACITY = PIECE + 512;
/** The shortest input that {@linkcode Crc32cFolding.update} takes. */
export const FOLDING_MIN_BYTES = WINDOW + STEP;

/**
 * Memory: the tables; the input, its first step zero between calls; then what was folded, with a window of history
 * before it (zero between calls) and a window of zeros after it. The input is half a page off because `rep movsb`,
 * which copies it, is slow on AMD when the target lies less than 64 bytes after the source in its page, and sources
 * often start with a page.
 */
const INPUT = TABLES.byteLength + 2048;
const FOLDED = INPUT + CAPACITY + 1024;
const FOLDED_BY = FOLDED - INPUT;
const PAGES = 1;

/** The input at address `at` and all that earlier input throws onto it. `at` is a window less, so offsets are positive. */
const folded = (at: Code): Code =>
  xor128(
    load128(at, WINDOW),
    ...DISTANCES.map((distance) => load128(at, FOLDED_BY + WINDOW - distance)),
  );

/** Steps from the address in local 0 to that in local 1. */
const eachStep = (body: Code): Code =>
  loopWhile(less(local(0), local(1)), code(body, setLocal(0, add(local(0), int32(STEP)))));

const RANGE = { parameters: 2, locals: 0, returnsInt32: false };

/** `fold(at, end)`: addresses of the input, less a window. */
const FOLD = {
  ...RANGE,
  name: "fold",
  body: eachStep(store128(local(0), FOLDED_BY + WINDOW, folded(local(0)))),
};

/** `gather(at, end)`: the same, but back onto the input: what is left in the window. */
const GATHER = {
  ...RANGE,
  name: "gather",
  body: eachStep(store128(local(0), WINDOW, folded(local(0)))),
};

/** `clear(at, end)` */
const CLEAR = { ...RANGE, name: "clear", body: eachStep(store128(local(0), 0, zero128)) };

/** `table(at, end, crc)`: sixteen bytes a step. */
function table() {
  const [at, end, crc, word, sum] = [0, 1, 2, 3, 4];
  const lookUp = (byte: number, table: number) => {
    const shifted = byte === 0 ? local(word) : shiftRight(local(word), 8 * byte);
    const index = byte === 3 ? shifted : and(shifted, int32(0xff));
    return load32(shiftLeft(index, 2), table * 1024);
  };
  const steps: Code[] = [];
  for (let first = 0; first < 16; first += 4) {
    const input = load32(local(at), first);
    steps.push(setLocal(word, first === 0 ? xor(input, local(crc)) : input));
    const found = [0, 1, 2, 3].map((byte) => lookUp(byte, 15 - first - byte));
    steps.push(setLocal(sum, first === 0 ? xor(...found as [Code]) : xor(local(sum), ...found)));
  }
  const next = and(xor(load8(local(at)), local(crc)), int32(0xff));
  return {
    name: "table",
    parameters: 3,
    locals: 2,
    returnsInt32: true,
    body: code(
      loopWhile(
        notGreater(add(local(at), int32(16)), local(end)),
        code(...steps, setLocal(crc, local(sum)), setLocal(at, add(local(at), int32(16)))),
      ),
      loopWhile(
        less(local(at), local(end)),
        code(
          setLocal(crc, xor(load32(shiftLeft(next, 2), 0), shiftRight(local(crc), 8))),
          setLocal(at, add(local(at), int32(1))),
        ),
      ),
      local(crc),
    ),
  };
}

/** `start(at, crc)`: the register acts on the first four bytes. */
const START = {
  ...RANGE,
  name: "start",
  body: store32(local(0), 0, xor(load32(local(0), 0), local(1))),
};

/** `last(rest, length)`: folds the first `rest` bytes of the input, then the window up to `length`; cleans up. */
const LAST = {
  name: "last",
  parameters: 2,
  locals: 0,
  returnsInt32: true,
  body: code(
    call(2, add(local(0), int32(FOLDED)), add(local(0), int32(FOLDED + WINDOW))),
    call(0, int32(INPUT - WINDOW), add(local(0), int32(INPUT - WINDOW))),
    call(1, add(local(0), int32(INPUT - WINDOW)), add(local(1), int32(INPUT - WINDOW))),
    store128(int32(INPUT), 0, zero128),
    call(2, int32(FOLDED - WINDOW), int32(FOLDED)),
    call(3, add(local(0), int32(INPUT)), add(local(1), int32(INPUT)), int32(0)),
  ),
};

const FUNCTIONS = [FOLD, GATHER, CLEAR, table(), START, LAST];

interface Exports {
  readonly memory: WebAssembly.Memory;
  fold(at: number, end: number): void;
  start(at: number, crc: number): void;
  last(rest: number, length: number): number;
}

/** The compiled code and its memory, in which nothing is kept from one call to the next. */
export class Crc32cFolding {
  readonly #wasm: Exports;
  readonly #memory: Uint8Array;

  constructor() {
    const module = new WebAssembly.Module(assemble(FUNCTIONS, PAGES));
    this.#wasm = new WebAssembly.Instance(module).exports as unknown as Exports;
    this.#memory = new Uint8Array(this.#wasm.memory.buffer);
    new Int32Array(this.#wasm.memory.buffer, 0, TABLES.length).set(TABLES);
  }

  /**
   * Runs `bytes` from `start` to `end`, at least {@linkcode FOLDING_MIN_BYTES}, through the register `crc`, without
   * inversions.
   */
  update(crc: number, bytes: Uint8Array, start: number, end: number): number {
    const memory = this.#memory;
    const wasm = this.#wasm;
    const total = end - start;
    // Leading zeros change nothing while the register is zero, and make what is folded a whole number of steps.
    const padding = (STEP - (total - WINDOW) % STEP) % STEP;
    let at = start;
    let filled = padding;
    while (filled + end - at > CAPACITY) {
      const next = at + PIECE - filled;
      memory.set(bytes.subarray(at, next), INPUT + filled);
      if (at === start) wasm.start(INPUT + filled, crc);
      wasm.fold(INPUT - WINDOW, INPUT - WINDOW + PIECE);
      memory.copyWithin(FOLDED - WINDOW, FOLDED + PIECE - WINDOW, FOLDED + PIECE);
      filled = 0;
      at = next;
    }
    memory.set(bytes.subarray(at, end), INPUT + filled);
    if (at === start) wasm.start(INPUT + filled, crc);
    const length = filled + end - at;
    return wasm.last(length - WINDOW, length);
  }
}
