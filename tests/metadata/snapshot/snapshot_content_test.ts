import { assertEquals, assertThrows } from "@std/assert";
import { controlBatch } from "../../../metadata/raft/control_batch.ts";
import { dataBatch, decodeBatches } from "../../../metadata/raft/metadata_batch.ts";
import { KRAFT_VERSIONS, VoterSet } from "../../../metadata/raft/voter_set.ts";
import { concatenate } from "../../../protocol/concatenate.ts";
import {
  decodeSnapshot,
  snapshotBatches,
  SnapshotError,
} from "../../../metadata/snapshot/snapshot_content.ts";
import { metadataRecord } from "../../../protocol/data/metadata_framing.ts";

const VOTERS = new VoterSet([{
  id: 1,
  directoryId: "qLMqe0NFRVyRMVyAjJlAAw",
  endpoints: [{ name: "CONTROLLER", host: "localhost", port: 9093 }],
  kraftVersions: KRAFT_VERSIONS,
}]);

function records(count: number) {
  return Array.from(
    { length: count },
    (_, i) => metadataRecord("FeatureLevelRecord", 0, { name: `feature-${i}`, featureLevel: 1 }),
  );
}

function encode(count: number, kraftVersion = 0): Uint8Array {
  const content = {
    lastContainedTimestampMs: 123,
    kraftVersion,
    voters: kraftVersion > 0 ? VOTERS : null,
    records: records(count),
  };
  return concatenate([...snapshotBatches(content, 7, 456)]);
}

Deno.test("a snapshot reads back as it was written, in batches of at most 1024 records", () => {
  const bytes = encode(2500, 1);
  const content = decodeSnapshot(bytes);
  assertEquals(content.lastContainedTimestampMs, 123);
  assertEquals(content.kraftVersion, 1);
  assertEquals(content.voters!.voters, VOTERS.voters);
  assertEquals(content.records, records(2500));
  const batches = [...decodeBatches(bytes)];
  assertEquals(batches.map((batch) => batch.records.length), [0, 1024, 1024, 452, 0]);
  assertEquals(batches.map((batch) => batch.baseOffset), [0, 3, 1027, 2051, 2503]);
  assertEquals(new Set(batches.map((batch) => batch.epoch)), new Set([7]));
  assertEquals(batches[0].controls.map((control) => control.type), [
    "SNAPSHOT_HEADER",
    "KRAFT_VERSION",
    "KRAFT_VOTERS",
  ]);
});

Deno.test("a static quorum's snapshot says nothing of voters", () => {
  const { kraftVersion, voters } = decodeSnapshot(encode(1));
  assertEquals([kraftVersion, voters], [0, null]);
});

Deno.test("a snapshot cut anywhere, or with a byte changed, is refused", () => {
  const bytes = encode(3, 1);
  for (let length = 0; length < bytes.length; length++) {
    assertThrows(() => decodeSnapshot(bytes.subarray(0, length)), SnapshotError);
  }
  for (let at = 17; at < bytes.length; at += 7) {
    const changed = bytes.slice();
    changed[at] ^= 0x55;
    // What a checksum does not cover: offsets and epochs of batches.
    try {
      decodeSnapshot(changed);
    } catch (error) {
      if (!(error instanceof SnapshotError)) throw error;
    }
  }
});

Deno.test("a snapshot without header, or with something after its footer, is refused", () => {
  const options = { baseOffset: 0, epoch: 1, timestampMs: 1 };
  const data = dataBatch(records(1), options);
  const footer = controlBatch([{ type: "SNAPSHOT_FOOTER" }], options);
  assertThrows(() => decodeSnapshot(concatenate([data, footer])), SnapshotError, "without header");
  assertThrows(
    () => decodeSnapshot(concatenate([encode(1), data])),
    SnapshotError,
    "follows the snapshot's footer",
  );
});
