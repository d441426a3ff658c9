/** What a load test sends: bytes of one size, lines of a file, or counted numbers. */
import type { Random, Runtime } from "../../runtime/runtime.ts";
import { ConfigError } from "../../config/config_error.ts";
import { readTextAt } from "../read_text.ts";
import type { ToolOutput } from "../output/tool_output.ts";

/** The value of record number `index`. The array may be handed out again. */
export type Payloads = (index: number) => Uint8Array;

/** There is nothing to send. */
export class PayloadError extends Error {
  override name = "PayloadError";
}

const LETTERS = 26;
const FIRST_LETTER = 65;

/** Random capital letters. A fresh array for each record would cost more than what is measured. */
export function randomPayloads(random: Random, sizeBytes: number): Payloads {
  const bytes = random.bytes(sizeBytes).map((byte) => FIRST_LETTER + byte % LETTERS);
  return () => bytes;
}

/** `0`, `1`, `2`, ... */
export function countedPayloads(): Payloads {
  const encoder = new TextEncoder();
  return (index) => encoder.encode(String(index));
}

/**
 * Pieces of a file, by chance.
 *
 * @param delimiter between the pieces, a regular expression as Java's scanner takes it
 * @throws {PayloadError} If the file has nothing in it, or can't be read.
 */
export async function filePayloads(
  runtime: Runtime,
  output: ToolOutput,
  path: string,
  delimiter: string,
): Promise<Payloads> {
  output.line(`Reading payloads from: ${path}`);
  const text = await readTextAt(runtime, path).catch((error) => {
    if (error instanceof ConfigError) return "";
    throw error;
  });
  if (text === "") throw new PayloadError("File does not exist or empty file provided.");
  const pieces = text.split(new RegExp(delimiter));
  if (pieces.at(-1) === "") pieces.pop();
  output.line(`Number of records read: ${pieces.length}`);
  const encoder = new TextEncoder();
  const payloads = pieces.map((piece) => encoder.encode(piece));
  return () => payloads[runtime.random.below(payloads.length)];
}
