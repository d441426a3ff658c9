/** Data directories that Apache Kafka wrote, from tests/fixtures/datadirs, and what Kafka says is in them. */
import { gunzipSync } from "node:zlib";
import type { Disk } from "../../runtime/runtime.ts";

const FIXTURES = new URL("../fixtures/datadirs/", import.meta.url);
const TAR_BLOCK = 512;

/** A place in a partition, as an offset listing of Kafka says it. */
export interface ListedOffset {
  readonly offset: number;
  readonly timestamp: number;
  readonly leaderEpoch: number;
}

export type ExpectedValue = string | null | { readonly length: number; readonly sha256: string };

export interface ExpectedRecord {
  readonly offset: number;
  readonly timestamp: number;
  readonly leaderEpoch: number;
  readonly key: ExpectedValue;
  readonly value: ExpectedValue;
}

export interface ExpectedPartition {
  readonly earliest: ListedOffset;
  readonly latest: ListedOffset;
  readonly maxTimestamp: ListedOffset;
  readonly forTimestamp1700000001000: ListedOffset;
  readonly lastStableOffset: number;
  readonly records?: readonly (ExpectedRecord | [number, number, number, string, string])[];
  readonly readCommittedOffsets?: readonly number[];
}

export interface ExpectedProducer {
  readonly producerId: number;
  readonly epoch: number;
  readonly lastSequence: number;
  readonly lastTimestamp: number;
  readonly currentTransactionStartOffset: number | null;
  readonly coordinatorEpoch: number | null;
}

/** In the torn samples a batch is `[base, last, position, size, valid]`. */
export type ListedBatch =
  | {
    readonly baseOffset: number;
    readonly lastOffset: number;
    readonly position: number;
    readonly size: number;
    readonly valid: boolean;
  }
  | readonly [number, number, number, number, boolean];

export interface PartitionOnDisk {
  readonly txnindex?: Record<string, readonly Record<string, number>[]>;
  readonly segments?: readonly {
    readonly file: string;
    readonly bytes: number;
    readonly batches: readonly ListedBatch[];
  }[];
}

export interface DirectoryDescription {
  readonly expected: {
    readonly partitions: Record<string, ExpectedPartition>;
    readonly producers: Record<string, readonly ExpectedProducer[]>;
    readonly topics: Record<string, { readonly topicId: string }>;
  };
  readonly onDisk?: OnDisk;
  readonly onDiskBefore?: OnDisk;
  readonly onDiskAfterKafkasCleanStop?: OnDisk;
  readonly acked?: Record<string, { readonly count: number; readonly highest: number }>;
}

interface OnDisk {
  readonly files: Record<string, readonly [size: number, sha256: string]>;
  readonly dirs: Record<string, PartitionOnDisk>;
}

export function describeDirectory(name: string): DirectoryDescription {
  const packed = Deno.readFileSync(new URL(`${name}.json.gz`, FIXTURES));
  return JSON.parse(new TextDecoder().decode(gunzipSync(packed)));
}

/** Unpacks a sample's data directory to `path`, all of it durable. Files larger than `maxBytes` are left out. */
export async function unpackDirectory(
  name: string,
  disk: Disk,
  path: string,
  includes: (file: string) => boolean = () => true,
): Promise<void> {
  const tar = new Uint8Array(
    gunzipSync(Deno.readFileSync(new URL(`${name}.tar.gz`, FIXTURES))),
  );
  const made = new Set<string>();
  for (const { file, bytes, modifiedMs } of entriesOf(tar)) {
    if (!includes(file)) continue;
    const target = `${path}/${file}`;
    const directory = target.slice(0, target.lastIndexOf("/"));
    if (!made.has(directory)) await disk.makeDirectory(directory);
    made.add(directory);
    const handle = disk.open(target, { create: "if-missing", write: true, truncate: true });
    handle.writeSync(bytes, 0);
    handle.close();
    await disk.setModified(target, modifiedMs);
  }
}

/** The files in `data/`, without that. */
function* entriesOf(tar: Uint8Array) {
  const text = (start: number, length: number) =>
    new TextDecoder().decode(tar.subarray(start, start + length)).replace(/\0.*$/s, "");
  for (let at = 0; at + TAR_BLOCK <= tar.length && tar[at] !== 0;) {
    const size = parseInt(text(at + 124, 12), 8);
    const start = at + TAR_BLOCK;
    const prefix = text(at + 345, 155);
    const name = prefix === "" ? text(at, 100) : `${prefix}/${text(at, 100)}`;
    const isFile = text(at + 156, 1) === "0" || text(at + 156, 1) === "";
    if (isFile && name.startsWith("data/")) {
      yield {
        file: name.slice("data/".length),
        bytes: tar.subarray(start, start + size),
        modifiedMs: parseInt(text(at + 136, 12), 8) * 1000,
      };
    }
    at = start + Math.ceil(size / TAR_BLOCK) * TAR_BLOCK;
  }
}

/** Offset by partition directory name, from a checkpoint file's text. */
export async function readCheckpoint(disk: Disk, path: string): Promise<Map<string, number>> {
  const offsets = new Map<string, number>();
  if (!await disk.exists(path)) return offsets;
  const lines = new TextDecoder().decode(await disk.readFile(path)).trim().split("\n").slice(2);
  for (const line of lines) {
    const [topic, partition, offset] = line.split(" ");
    offsets.set(`${topic}-${partition}`, Number(offset));
  }
  return offsets;
}
