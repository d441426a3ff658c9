/** Just enough of WebAssembly's binary format to write a few small functions as TypeScript expressions. */

/** Instructions as bytes. */
export type Code = readonly number[];

export interface WasmFunction {
  readonly name: string;
  /** Number of i32 parameters; they are locals 0, 1, ... */
  readonly parameters: number;
  /** Further i32 locals, numbered after the parameters. */
  readonly locals: number;
  readonly returnsInt32: boolean;
  readonly body: Code;
}

const INT32 = 0x7f;

/** Unsigned LEB128. */
function unsigned(value: number): number[] {
  const bytes = [];
  let rest = value;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  bytes.push(rest);
  return bytes;
}

/** Signed LEB128. */
function signed(value: number): number[] {
  const bytes = [];
  let rest = value;
  while (rest < -64 || rest > 63) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>= 7;
  }
  bytes.push(rest & 0x7f);
  return bytes;
}

/** Instructions one after the other. */
export const code = (...parts: Code[]): Code => parts.flat();

export const local = (index: number): Code => [0x20, ...unsigned(index)];
export const setLocal = (index: number, value: Code): Code => [...value, 0x21, ...unsigned(index)];
export const int32 = (value: number): Code => [0x41, ...signed(value)];

export const add = (a: Code, b: Code): Code => [...a, ...b, 0x6a];
export const and = (a: Code, b: Code): Code => [...a, ...b, 0x71];
export const xor = (a: Code, ...rest: Code[]): Code => [...a, ...rest.flatMap((b) => [...b, 0x73])];
export const shiftLeft = (a: Code, bits: number): Code => [...a, ...int32(bits), 0x74];
export const shiftRight = (a: Code, bits: number): Code => [...a, ...int32(bits), 0x76];
export const less = (a: Code, b: Code): Code => [...a, ...b, 0x49];
export const notGreater = (a: Code, b: Code): Code => [...a, ...b, 0x4d];

/** Little-endian load of four bytes; `offset` is added to the address. */
export const load32 = (address: Code, offset: number): Code => [
  ...address,
  0x28,
  0,
  ...unsigned(offset),
];
export const store32 = (address: Code, offset: number, value: Code): Code => [
  ...address,
  ...value,
  0x36,
  0,
  ...unsigned(offset),
];
export const load8 = (address: Code): Code => [...address, 0x2d, 0, 0];
export const load128 = (address: Code, offset: number): Code => [
  ...address,
  0xfd,
  0,
  0,
  ...unsigned(offset),
];
export const store128 = (address: Code, offset: number, value: Code): Code => [
  ...address,
  ...value,
  0xfd,
  11,
  0,
  ...unsigned(offset),
];
export const zero128: Code = [0xfd, 12, ...new Array(16).fill(0)];
export const xor128 = (a: Code, ...rest: Code[]): Code => [
  ...a,
  ...rest.flatMap((b) => [...b, 0xfd, 0x51]),
];

export const call = (index: number, ...values: Code[]): Code => [
  ...values.flat(),
  0x10,
  ...unsigned(index),
];

/** `while (condition) { body }` */
export const loopWhile = (condition: Code, body: Code): Code => [
  ...[0x03, 0x40], // loop
  ...condition,
  ...[0x04, 0x40], // if
  ...body,
  ...[0x0c, 1], // branch to the loop's start
  ...[0x0b, 0x0b],
];

/** A module that exports `functions` by name and its memory of `pages` 64 KiB pages as `memory`. */
export function assemble(
  functions: readonly WasmFunction[],
  pages: number,
): Uint8Array<ArrayBuffer> {
  const list = (items: number[][]) => [...unsigned(items.length), ...items.flat()];
  const sized = (bytes: number[]) => [...unsigned(bytes.length), ...bytes];
  const section = (id: number, items: number[][]) => [id, ...sized(list(items))];
  const name = (text: string) => sized([...text].map((letter) => letter.charCodeAt(0)));
  return new Uint8Array([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(
      1,
      functions.map((it) => [
        0x60,
        ...list(Array.from({ length: it.parameters }, () => [INT32])),
        ...list(it.returnsInt32 ? [[INT32]] : []),
      ]),
    ),
    ...section(3, functions.map((_, index) => unsigned(index))),
    ...section(5, [[0, ...unsigned(pages)]]),
    ...section(7, [
      [...name("memory"), 2, 0],
      ...functions.map((it, index) => [...name(it.name), 0, ...unsigned(index)]),
    ]),
    ...section(
      10,
      functions.map((it) =>
        sized([...list(it.locals > 0 ? [[...unsigned(it.locals), INT32]] : []), ...it.body, 0x0b])
      ),
    ),
  ]);
}
