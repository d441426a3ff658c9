/** Metadata directories that Apache Kafka 3.5, 3.9 and 4.3 wrote: read, opened as a replica, and written the same way again. */
import { assert, assertEquals } from "@std/assert";
import type { CommittedBatch, LoadedSnapshot } from "../../../metadata/metadata_log.ts";
import { loadBootstrapRecords } from "../../../metadata/format/load_bootstrap_records.ts";
import { controlBatch } from "../../../metadata/raft/control_batch.ts";
import { dataBatch, decodeBatches } from "../../../metadata/raft/metadata_batch.ts";
import { readQuorumState } from "../../../metadata/raft/quorum_state_file.ts";
import { RaftNode } from "../../../metadata/raft/raft_node.ts";
import { staticVoters, VoterSet } from "../../../metadata/raft/voter_set.ts";
import { PartitionRaftLog } from "../../../metadata/raft/partition_raft_log.ts";
import { SimulatedWorld } from "../../../runtime/simulated/world.ts";
import { readMetaProperties } from "../../../storage/directories/meta_properties.ts";
import { describeDirectory, unpackDirectory } from "../../storage/kafka_directory.ts";
import { configOf, logResources, UNREACHABLE } from "./single_node.ts";

interface ListedRecord {
  readonly offset: number;
  readonly control?: string;
  readonly record?: { readonly type: string; readonly version: number };
}

interface ListedBatch {
  readonly baseOffset: number;
  readonly lastOffset: number;
  readonly position: number;
  readonly size: number;
  readonly leaderEpoch: number;
  readonly maxTimestamp: number;
  readonly records: readonly ListedRecord[];
}

interface ListedMetadata {
  readonly segments: readonly { readonly file: string; readonly batches: readonly ListedBatch[] }[];
  readonly snapshots?: Record<string, { readonly batches: readonly ListedBatch[] }>;
}

const SAMPLES = [
  "kafka-3.5-clean",
  "kafka-3.9-clean",
  "kafka-3.9-killed",
  "kafka-4.3-clean",
  "kafka-4.3-killed",
  "kafka-4.3-snapshots",
];
const DIRECTORY = "data/__cluster_metadata-0";

function listed(sample: string): ListedMetadata {
  const dirs = describeDirectory(sample).onDisk!.dirs as Record<string, unknown>;
  return dirs["__cluster_metadata-0"] as ListedMetadata;
}

/** `FEATURE_LEVEL_RECORD` for `FeatureLevelRecord`. */
function kafkaName(type: string): string {
  return type.replace(/[a-z](?=[A-Z])/g, "$&_").toUpperCase();
}

async function unpacked(sample: string) {
  const world = new SimulatedWorld({ seed: 1 });
  const runtime = world.node("one");
  const wanted = (file: string) => file.startsWith("__cluster_metadata-0/") || !file.includes("/");
  await world.runUntil(unpackDirectory(sample, runtime.disk, "data", wanted));
  return { world, runtime };
}

for (const sample of SAMPLES) {
  Deno.test(`${sample}: batches of log and snapshots decode as listed and encode to the same bytes`, async () => {
    const { world, runtime } = await unpacked(sample);
    const { segments, snapshots = {} } = listed(sample);
    const files: [string, readonly ListedBatch[]][] = [
      ...segments.map(({ file, batches }) => [file, batches] as [string, readonly ListedBatch[]]),
      ...Object.entries(snapshots).map(([file, { batches }]) =>
        [file, batches] as [string, readonly ListedBatch[]]
      ),
    ];
    for (const [file, expected] of files) {
      const bytes = await world.runUntil(runtime.disk.readFile(`${DIRECTORY}/${file}`));
      const batches = [...decodeBatches(bytes)];
      assertEquals(batches.length, expected.length);
      batches.forEach((batch, i) => {
        const listing = expected[i];
        assertEquals(batch.baseOffset, listing.baseOffset);
        assertEquals(batch.lastOffset, listing.lastOffset);
        assertEquals(batch.epoch, listing.leaderEpoch);
        assertEquals(batch.appendTimestampMs, listing.maxTimestamp);
        assertEquals(
          [
            ...batch.controls.map((control) => control.type),
            ...batch.records.map((record) => `${kafkaName(record.type)} v${record.version}`),
          ],
          listing.records.map(({ control, record }) =>
            control ?? `${record!.type} v${record!.version}`
          ),
        );
        const options = {
          baseOffset: batch.baseOffset,
          epoch: batch.epoch,
          timestampMs: batch.appendTimestampMs,
        };
        const again = batch.controls.length > 0
          ? controlBatch(batch.controls, options)
          : dataBatch(batch.records, options);
        assertEquals(again, bytes.subarray(listing.position, listing.position + listing.size));
      });
    }
  });

  Deno.test(`${sample}: a replica opens it, leads the next epoch and delivers everything`, async () => {
    const { world, runtime } = await unpacked(sample);
    const { disk } = runtime;
    const meta = (await world.runUntil(readMetaProperties(disk, "data")))!;
    const persisted = (await world.runUntil(readQuorumState(disk, DIRECTORY)))!;
    assertEquals(persisted.leaderId, 1);
    const log = await world.runUntil(
      PartitionRaftLog.open(logResources(runtime), DIRECTORY, {
        segmentBytes: 1 << 30,
        segmentMs: 1 << 30,
      }),
    );
    const isDynamic = await world.runUntil(
      disk.exists(`${DIRECTORY}/00000000000000000000-0000000000.checkpoint`),
    );
    const port = 21001;
    const node = await world.runUntil(RaftNode.open({
      runtime,
      config: configOf({ id: 1, directoryId: meta.directoryId ?? undefined, port }),
      clusterId: meta.clusterId!,
      directory: DIRECTORY,
      log,
      staticVoters: isDynamic
        ? VoterSet.EMPTY
        : staticVoters([{ id: 1, host: "127.0.0.1", port }], "CONTROLLER"),
      transport: UNREACHABLE,
      failed: (error) => {
        throw error;
      },
    }));
    const batches: CommittedBatch[] = [];
    const snapshots: LoadedSnapshot[] = [];
    let leads = false;
    node.register({
      committed: (batch) => void batches.push(batch),
      snapshot: (snapshot) => void snapshots.push(snapshot),
      leaderChanged: ({ leaderId, epoch }) => {
        leads ||= leaderId === 1 && epoch === persisted.epoch + 1;
      },
    });
    const { segments } = listed(sample);
    const expected = segments.flatMap((segment) => segment.batches);
    await world.runUntil(node.start());
    await world.runUntil(() => leads);
    const from = snapshots[0]?.endOffset ?? 0;
    assertEquals(snapshots.length > 0, sample === "kafka-4.3-snapshots");
    assertEquals(
      batches.filter((batch) => batch.epoch <= persisted.epoch).map((batch) => batch.baseOffset),
      expected.map((batch) => batch.baseOffset).filter((offset) => offset >= from),
    );
    assert(node.highWatermark > expected.at(-1)!.lastOffset + 1);
    if (isDynamic) {
      assertEquals(node.history.kraftVersion, 1);
      assertEquals(node.history.voters.voters[0].directoryId, meta.directoryId!);
    }
    const after = (await world.runUntil(readQuorumState(disk, DIRECTORY)))!;
    assertEquals(after, { ...persisted, epoch: persisted.epoch + 1 });
    const bootstrap = await world.runUntil(loadBootstrapRecords(disk, "data"));
    assert(
      bootstrap.some((record) =>
        record.type === "FeatureLevelRecord" && record.value.name === "metadata.version"
      ),
    );
    await world.runUntil(node.close());
  });
}
