/** Kafka's compression types, one row each. */
import { UnknownCompressionTypeError } from "../errors.ts";
import { compressGzip, decompressGzip } from "./gzip.ts";
import { compressLz4, decompressLz4 } from "./lz4.ts";
import { compressSnappy, decompressSnappy } from "./snappy.ts";
import { compressZstd, decompressZstd } from "./zstd.ts";

/** The names that `compression.type` of producers takes. */
export type CompressionName = "none" | "gzip" | "snappy" | "lz4" | "zstd";

export interface CompressOptions {
  /** One of {@linkcode Codec.levels}; ignored where there are none. */
  readonly level?: number;
  /** The magic of the batch or message set that the result goes into; default 2. LZ4 differs for 0. */
  readonly magic?: number;
}

export interface DecompressOptions {
  /** Most bytes that may come out. */
  readonly maxBytes: number;
  readonly magic?: number;
}

export interface Codec {
  /** What the lowest three attribute bits hold. */
  readonly id: number;
  readonly name: CompressionName;
  /** Levels that Kafka accepts (KIP-390), or null. */
  readonly levels: { readonly min: number; readonly max: number; readonly default: number } | null;
  compress(bytes: Uint8Array, options?: CompressOptions): Uint8Array;
  /** @throws {DecompressionError | DecompressedTooLargeError} */
  decompress(bytes: Uint8Array, options: DecompressOptions): Uint8Array;
}

/** All codecs, at the index that is their id. */
export const CODECS: readonly Codec[] = [
  {
    id: 0,
    name: "none",
    levels: null,
    compress: (bytes) => bytes,
    decompress: (bytes) => bytes,
  },
  {
    id: 1,
    name: "gzip",
    // Not 0, which would only store.
    levels: { min: 1, max: 9, default: -1 },
    compress: (bytes, options) => compressGzip(bytes, options?.level),
    decompress: (bytes, options) => decompressGzip(bytes, options.maxBytes),
  },
  {
    id: 2,
    name: "snappy",
    levels: null,
    compress: (bytes) => compressSnappy(bytes),
    decompress: (bytes, options) => decompressSnappy(bytes, options.maxBytes),
  },
  {
    id: 3,
    name: "lz4",
    levels: { min: 1, max: 17, default: 9 },
    compress: (bytes, options) => compressLz4(bytes, options?.level, options?.magic === 0),
    decompress: (bytes, options) => decompressLz4(bytes, options.maxBytes, options.magic === 0),
  },
  {
    id: 4,
    name: "zstd",
    levels: { min: -131072, max: 22, default: 3 },
    compress: (bytes, options) => compressZstd(bytes, options?.level),
    decompress: (bytes, options) => decompressZstd(bytes, options.maxBytes),
  },
];

/**
 * The codec of attribute bits.
 *
 * @throws {UnknownCompressionTypeError} If there is none with this id.
 */
export function codecById(id: number): Codec {
  const codec = CODECS[id];
  if (codec === undefined) throw new UnknownCompressionTypeError(`Unknown compression type ${id}`);
  return codec;
}

/** The codec of a name, or undefined. */
export function codecByName(name: string): Codec | undefined {
  return CODECS.find((codec) => codec.name === name);
}
