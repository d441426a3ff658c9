/** Metadata logs and snapshots as Apache Kafka wrote them, with what Kafka's clients saw of the state they describe. */
import { gunzipSync } from "node:zlib";
import type { CommittedBatch, LoadedSnapshot } from "../../../metadata/metadata_log.ts";
import { decodeMetadataRecord } from "../../../protocol/data/metadata_framing.ts";

interface StoredBatch {
  readonly baseOffset: number;
  readonly lastOffset: number;
  readonly epoch: number;
  readonly timestamp: number;
  readonly control: boolean;
  /** Values, in hex. */
  readonly records: readonly string[];
}

export interface ExpectedTopic {
  readonly topicId: string;
  readonly partitions: number;
  readonly configs: Record<string, string>;
}

export interface Expected {
  readonly finalizedFeatures: Record<string, number>;
  readonly topics: Record<string, ExpectedTopic>;
  /** `TYPE:name` to key to [value, source]. */
  readonly dynamicConfigs: Record<string, Record<string, [string, string]>>;
  /** `{type=name, ...}` to key to value. */
  readonly clientQuotas: Record<string, Record<string, number>>;
  readonly scramUsers: Record<string, string[]>;
  readonly acls: readonly string[];
}

export interface KafkaLog {
  readonly log: readonly CommittedBatch[];
  readonly snapshots: readonly LoadedSnapshot[];
  readonly expected: Expected;
}

/** Reads a fixture such as `4.3-clean`. */
export function readKafkaLog(name: string): KafkaLog {
  const path = new URL(`../../fixtures/metadata_logs/kafka-${name}.json.gz`, import.meta.url);
  const stored = JSON.parse(new TextDecoder().decode(gunzipSync(Deno.readFileSync(path))));
  return {
    log: stored.log.map(committed),
    snapshots: Object.entries<StoredBatch[]>(stored.snapshots).map(([file, batches]) =>
      loaded(file, batches)
    ),
    expected: stored.expected,
  };
}

function records(batch: StoredBatch) {
  return batch.control ? [] : batch.records.map((hex) => decodeMetadataRecord(fromHex(hex)));
}

function committed(batch: StoredBatch): CommittedBatch {
  const { baseOffset, lastOffset, epoch, timestamp } = batch;
  return { baseOffset, lastOffset, epoch, appendTimestampMs: timestamp, records: records(batch) };
}

function loaded(file: string, batches: StoredBatch[]): LoadedSnapshot {
  const [, endOffset, epoch] = /^(\d+)-(\d+)/.exec(file)!;
  return {
    endOffset: Number(endOffset),
    epoch: Number(epoch),
    lastTimestampMs: batches[0].timestamp,
    records: batches.flatMap(records),
  };
}

function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g)!, (pair) => parseInt(pair, 16));
}
