import { assert, assertEquals, assertRejects } from "@std/assert";
import { FeatureError } from "../../../metadata/features.ts";
import {
  formatDirectories,
  FormatError,
  type FormatOptions,
} from "../../../metadata/format/format_directories.ts";
import { bootstrapRecords } from "../../../metadata/format/bootstrap_records.ts";
import { loadBootstrapRecords } from "../../../metadata/format/load_bootstrap_records.ts";
import { decodeSnapshot } from "../../../metadata/snapshot/snapshot_content.ts";
import { type MetadataRecord, metadataRecord } from "../../../protocol/data/metadata_framing.ts";
import { isUuid } from "../../../protocol/uuid.ts";
import type { Runtime } from "../../../runtime/runtime.ts";
import { SimulatedWorld } from "../../../runtime/simulated/world.ts";
import { readMetaProperties } from "../../../storage/directories/meta_properties.ts";
import { unpackDirectory } from "../../storage/kafka_directory.ts";

const CLUSTER_ID = "MkU3OEVBNTcwNTJENDM1Tk";
const ENDPOINT = { name: "CONTROLLER", host: "127.0.0.1", port: 9093 };
const BOOTSTRAP = "__cluster_metadata-0/00000000000000000000-0000000000.checkpoint";

class Stage {
  readonly world = new SimulatedWorld({ seed: 1 });
  readonly runtime: Runtime = this.world.node("one");
  readonly told: string[] = [];

  format(changes: Partial<FormatOptions> = {}) {
    return this.world.runUntil(formatDirectories({
      runtime: this.runtime,
      clusterId: CLUSTER_ID,
      nodeId: 1,
      directories: ["/data/one", "/data/two"],
      metadataDirectory: "/data/one",
      metadataVersion: 30,
      initialVoters: { kind: "none" },
      ignoreFormatted: false,
      onFormatting: (directory, kind, version) =>
        this.told.push(`Formatting ${kind} ${directory} with metadata.version ${version}.`),
      ...changes,
    }));
  }

  async read(path: string): Promise<Uint8Array> {
    return await this.world.runUntil(this.runtime.disk.readFile(path));
  }

  exists(path: string): Promise<boolean> {
    return this.world.runUntil(this.runtime.disk.exists(path));
  }
}

function levels(records: readonly MetadataRecord[]): [string, number][] {
  return records.flatMap((record) =>
    record.type === "FeatureLevelRecord"
      ? [[record.value.name, record.value.featureLevel] as [string, number]]
      : []
  );
}

Deno.test("a static node gets meta.properties with fresh ids and a bootstrap file in each directory", async () => {
  const stage = new Stage();
  const { formatted } = await stage.format();
  assertEquals(formatted, ["/data/one", "/data/two"]);
  assertEquals(stage.told, [
    "Formatting metadata directory /data/one with metadata.version 4.3-IV0.",
    "Formatting data directory /data/two with metadata.version 4.3-IV0.",
  ]);
  const ids = new Set<string>();
  for (const directory of formatted) {
    const { disk } = stage.runtime;
    const meta = (await stage.world.runUntil(readMetaProperties(disk, directory)))!;
    assertEquals([meta.version, meta.clusterId, meta.nodeId], [1, CLUSTER_ID, 1]);
    assert(isUuid(meta.directoryId!));
    ids.add(meta.directoryId!);
    assertEquals(
      levels(await stage.world.runUntil(loadBootstrapRecords(disk, directory))),
      [
        ["metadata.version", 30],
        ["eligible.leader.replicas.version", 1],
        ["group.version", 1],
        ["share.version", 1],
        ["streams.version", 1],
        ["transaction.version", 2],
      ],
    );
  }
  assertEquals(ids.size, 2);
  assertEquals(await stage.exists(`/data/one/${BOOTSTRAP}`), false);
});

Deno.test("what was formatted outlives a crash of the machine right after", async () => {
  const stage = new Stage();
  await stage.format({ initialVoters: { kind: "standalone", endpoints: [ENDPOINT] } });
  stage.world.crash("one", "machine-lose-unsynced");
  const { disk } = stage.world.node("one");
  const there = (path: string) => stage.world.runUntil(disk.exists(path));
  for (const directory of ["/data/one", "/data/two"]) {
    assert(await there(`${directory}/meta.properties`), directory);
    assert(await there(`${directory}/bootstrap.checkpoint`), directory);
  }
  assert(await there(`/data/one/${BOOTSTRAP}`));
});

Deno.test("the bootstrap file has the bytes of Kafka's, its times apart", async () => {
  const stage = new Stage();
  const { disk } = stage.runtime;
  await stage.world.runUntil(
    unpackDirectory(
      "kafka-4.3-snapshots",
      disk,
      "kafka",
      (file) => file === "bootstrap.checkpoint",
    ),
  );
  await stage.format();
  const kafkas = await stage.read("kafka/bootstrap.checkpoint");
  const own = await stage.read("/data/one/bootstrap.checkpoint");
  assertEquals(own.length, kafkas.length);
  assertEquals(decodeSnapshot(own), decodeSnapshot(kafkas));
});

Deno.test("standalone: the 0-0 file names this node, with its directory's id", async () => {
  const stage = new Stage();
  await stage.format({ initialVoters: { kind: "standalone", endpoints: [ENDPOINT] } });
  assertEquals(
    stage.told[0],
    "Formatting dynamic metadata voter directory /data/one with metadata.version 4.3-IV0.",
  );
  const { kraftVersion, voters, records } = decodeSnapshot(
    await stage.read(`/data/one/${BOOTSTRAP}`),
  );
  const meta = (await stage.world.runUntil(readMetaProperties(stage.runtime.disk, "/data/one")))!;
  assertEquals(kraftVersion, 1);
  assertEquals(records, []);
  assertEquals(voters!.voters, [{
    id: 1,
    directoryId: meta.directoryId!,
    endpoints: [ENDPOINT],
    kraftVersions: { min: 0, max: 1 },
  }]);
  assertEquals(await stage.exists(`/data/two/${BOOTSTRAP}`), false);
});

Deno.test("initial controllers: a listed node takes the listed directory id, another has no 0-0 file", async () => {
  const voters = [1, 2].map((id) => ({
    id,
    directoryId: ["qLMqe0NFRVyRMVyAjJlAAw", "IrdXcZM6S_Cb50ursBx2PA"][id - 1],
    endpoints: [{ ...ENDPOINT, port: 9093 + id }],
  }));
  const listed = new Stage();
  await listed.format({ initialVoters: { kind: "listed", voters } });
  const { disk } = listed.runtime;
  const meta = (await listed.world.runUntil(readMetaProperties(disk, "/data/one")))!;
  assertEquals(meta.directoryId, voters[0].directoryId);
  const content = decodeSnapshot(await listed.read(`/data/one/${BOOTSTRAP}`));
  assertEquals(content.voters!.ids, [1, 2]);
  const other = new Stage();
  await other.format({ nodeId: 9, initialVoters: { kind: "listed", voters } });
  assertEquals(await other.exists(`/data/one/${BOOTSTRAP}`), false);
});

Deno.test("formatted directories are refused, or passed over if they belong to the same node", async () => {
  const stage = new Stage();
  await stage.format({ directories: ["/data/one"] });
  await assertRejects(
    () => stage.format(),
    FormatError,
    "Log directory /data/one is already formatted. Use --ignore-formatted to ignore this directory and format the others.",
  );
  assertEquals((await stage.format({ ignoreFormatted: true })).formatted, ["/data/two"]);
  assertEquals((await stage.format({ ignoreFormatted: true })).formatted, []);
  await assertRejects(
    () => stage.format({ ignoreFormatted: true, clusterId: "other" }),
    FormatError,
    `Invalid cluster.id in: /data/one/meta.properties. Expected other, but read ${CLUSTER_ID}`,
  );
  await assertRejects(
    () => stage.format({ ignoreFormatted: true, nodeId: 2 }),
    FormatError,
    "Invalid node.id in: /data/one/meta.properties. Expected 2, but read 1",
  );
});

Deno.test("nothing is written when the levels make no sense", async () => {
  const stage = new Stage();
  const voters = { kind: "standalone", endpoints: [ENDPOINT] } as const;
  const wrong: Partial<FormatOptions>[] = [
    { features: new Map([["nope", 1]]) },
    { features: new Map([["transaction.version", 3]]) },
    { metadataVersion: 22, features: new Map([["eligible.leader.replicas.version", 1]]) },
    { features: new Map([["kraft.version", 1]]) },
    { features: new Map([["kraft.version", 0]]), initialVoters: voters },
    { metadataVersion: 20, initialVoters: voters },
  ];
  for (const changes of wrong) {
    await assertRejects(() => stage.format(changes), FeatureError);
    assertEquals(await stage.exists("/data/one"), false);
  }
});

Deno.test("bootstrap records: levels asked for, level 0 left out, SCRAM last", () => {
  const scram = metadataRecord("UserScramCredentialRecord", 0, {
    name: "alice",
    mechanism: 1,
    salt: new Uint8Array([1]),
    storedKey: new Uint8Array([2]),
    serverKey: new Uint8Array([3]),
    iterations: 4096,
  });
  const records = bootstrapRecords(25, {
    features: new Map([["group.version", 0], ["transaction.version", 1]]),
    scram: [scram],
  });
  assertEquals(levels(records), [["metadata.version", 25], ["transaction.version", 1]]);
  assertEquals(records.at(-1), scram);
  assertEquals(levels(bootstrapRecords(8)), [["metadata.version", 8]]);
});
