/**
 * A quorum of real {@linkcode RaftNode}s on simulated machines, with a network that the test can cut, slow down and make
 * lossy. Requests and answers travel as bytes, in the newest version or one that the test sets.
 */
import type {
  CommittedBatch,
  LeaderAndEpoch,
  LoadedSnapshot,
} from "../../../metadata/metadata_log.ts";
import type { RaftConfig } from "../../../metadata/raft/core.ts";
import { PartitionRaftLog } from "../../../metadata/raft/partition_raft_log.ts";
import { RaftNode } from "../../../metadata/raft/raft_node.ts";
import { RaftRequests } from "../../../metadata/raft/raft_requests.ts";
import {
  type RaftApi,
  type RaftTransport,
  UnsupportedApiError,
} from "../../../metadata/raft/raft_transport.ts";
import type { Destination, Endpoint } from "../../../metadata/raft/types.ts";
import {
  KRAFT_VERSIONS,
  staticVoters,
  type VoterSet,
  VoterSet as Voters,
} from "../../../metadata/raft/voter_set.ts";
import type { SnapshotKeeperOptions } from "../../../metadata/snapshot/snapshot_keeper.ts";
import { concatenate } from "../../../protocol/concatenate.ts";
import { snapshotBatches } from "../../../metadata/snapshot/snapshot_content.ts";
import {
  BOOTSTRAP_SNAPSHOT_ID,
  snapshotFileName,
} from "../../../metadata/snapshot/snapshot_names.ts";
import { replaceFile } from "../../../storage/atomic_file.ts";
import type { MetadataRecord } from "../../../protocol/data/metadata_framing.ts";
import { metadataRecord } from "../../../protocol/data/metadata_framing.ts";
import { ZERO_UUID } from "../../../protocol/uuid.ts";
import type { Runtime } from "../../../runtime/runtime.ts";
import { SeededRandom } from "../../../runtime/simulated/seeded_random.ts";
import { type CrashModel, SimulatedWorld } from "../../../runtime/simulated/world.ts";
import { MemoryRaftLog } from "./memory_raft_log.ts";
import { logResources } from "./single_node.ts";

export const CLUSTER_ID = "MkU3OEVBNTcwNTJENDM1Qk";
export const LISTENER = "CONTROLLER";
const DIRECTORY = "data/__cluster_metadata-0";

export interface QuorumOptions {
  readonly seed?: number;
  /** Ids of static voters. */
  readonly voters: readonly number[];
  readonly lossProbability?: number;
  readonly snapshots?: Omit<SnapshotKeeperOptions, "imageRecords">;
  /** Logs on the machines' disks, in segments of so many bytes, in place of those in memory. */
  readonly segmentBytes?: number;
}

export interface NodeOptions {
  readonly directoryId?: string;
  /** Versions above are unknown to this node, by API key. */
  readonly maxVersions?: ReadonlyMap<number, number>;
  /** In place of the quorum's static voters. */
  readonly staticVoters?: VoterSet;
  readonly bootstrapServers?: RaftConfig["bootstrapServers"];
  /** Formats the directory for a dynamic quorum that begins with these voters. */
  readonly initialVoters?: VoterSet;
  /** Other than the usual one of the node. */
  readonly port?: number;
}

/** What a state machine above the log would have seen. */
export class Recorder {
  readonly committed: CommittedBatch[] = [];
  readonly snapshots: LoadedSnapshot[] = [];
  readonly leaders: LeaderAndEpoch[] = [];
  /** Names of feature records, the state that tests use: what was committed, in order. */
  state: string[] = [];
  nextOffset = 0;
}

export class TestNode {
  node!: RaftNode;
  requests!: RaftRequests;
  /** In memory; of no use where logs are on disk. */
  log: MemoryRaftLog;
  recorder = new Recorder();
  failure: unknown = null;
  alive = false;

  constructor(readonly id: number, readonly runtime: Runtime, readonly options: NodeOptions) {
    this.log = new MemoryRaftLog(runtime.clock);
  }

  get core() {
    return this.node.machine.core;
  }

  get leads(): boolean {
    const { state } = this.core;
    return this.alive && state.kind === "leader" && state.epochStartOffset !== null;
  }
}

export function record(name: string): MetadataRecord {
  return metadataRecord("FeatureLevelRecord", 0, { name, featureLevel: 1 });
}

export class Quorum {
  readonly world: SimulatedWorld;
  readonly nodes = new Map<number, TestNode>();
  readonly random: SeededRandom;
  readonly staticVoters: VoterSet;
  lossProbability: number;
  readonly #cut = new Set<string>();
  /** Everything that any node ever saw committed, by offset: it must never change. */
  readonly committed = new Map<number, string>();
  /** Who led each epoch. */
  readonly leaders = new Map<number, number>();

  constructor(readonly options: QuorumOptions) {
    const seed = options.seed ?? 1;
    this.world = new SimulatedWorld({ seed });
    this.random = new SeededRandom(seed, "quorum");
    this.lossProbability = options.lossProbability ?? 0;
    const entries = options.voters.map((id) => ({ id, ...address(id) }));
    this.staticVoters = entries.length === 0 ? Voters.EMPTY : staticVoters(entries, LISTENER);
  }

  /** Starts the node `id`, or starts it again on what its disk kept. */
  async start(id: number, options?: NodeOptions): Promise<TestNode> {
    const before = this.nodes.get(id);
    const runtime = this.world.node(`node-${id}`);
    const test = new TestNode(id, runtime, options ?? before?.options ?? {});
    if (before !== undefined) test.log = before.log;
    this.nodes.set(id, test);
    const opened = this.#open(test);
    await this.world.runUntil(opened);
    return test;
  }

  async #open(test: TestNode): Promise<void> {
    const { id, runtime, options } = test;
    await runtime.disk.makeDirectory(DIRECTORY);
    await runtime.disk.syncDirectory(".");
    if (options.initialVoters !== undefined) await formatDynamic(runtime, options.initialVoters);
    const voters = options.staticVoters ?? this.staticVoters;
    const { segmentBytes } = this.options;
    const log = segmentBytes === undefined
      ? test.log
      : await PartitionRaftLog.open(logResources(runtime), DIRECTORY, {
        segmentBytes,
        segmentMs: 1e9,
      });
    const mayVote = this.isController(id);
    test.node = await RaftNode.open({
      runtime,
      config: {
        local: { id, directoryId: options.directoryId ?? ZERO_UUID },
        listener: LISTENER,
        endpoints: mayVote ? [endpoint(id, options.port)] : [],
        kraftVersions: KRAFT_VERSIONS,
        bootstrapServers: options.bootstrapServers ?? [],
        electionTimeoutMs: 1000,
        fetchTimeoutMs: 2000,
        electionBackoffMaxMs: 1000,
        requestTimeoutMs: 2000,
        retryBackoffMs: 20,
      },
      clusterId: CLUSTER_ID,
      directory: DIRECTORY,
      log,
      staticVoters: voters,
      transport: new SimulatedTransport(this, test),
      snapshots: this.options.snapshots === undefined ? undefined : {
        ...this.options.snapshots,
        imageRecords: () => test.recorder.state.map(record),
      },
      failed: (error) => {
        test.failure = error;
      },
    });
    test.requests = new RaftRequests(test.node, CLUSTER_ID);
    test.alive = true;
    test.node.register(this.#listener(test));
    await test.node.start();
  }

  /** Ids from 100 on are brokers: they only observe. */
  isController(id: number): boolean {
    return id < 100;
  }

  #listener(test: TestNode) {
    const { recorder } = test;
    return {
      committed: (batch: CommittedBatch) => {
        recorder.committed.push(batch);
        this.#expect(batch.baseOffset === recorder.nextOffset, `node ${test.id} skipped offsets`);
        recorder.nextOffset = batch.lastOffset + 1;
        const names = batch.records.map((item) =>
          item.type === "FeatureLevelRecord" ? item.value.name : item.type
        );
        recorder.state.push(...names);
        this.#sameForAll(batch.lastOffset, `${batch.baseOffset} ${batch.epoch} ${names}`);
      },
      snapshot: (snapshot: LoadedSnapshot) => {
        recorder.snapshots.push(snapshot);
        recorder.nextOffset = snapshot.endOffset;
        recorder.state = snapshot.records.map((item) =>
          item.type === "FeatureLevelRecord" ? item.value.name : item.type
        );
      },
      leaderChanged: (leader: LeaderAndEpoch) => {
        recorder.leaders.push(leader);
        if (leader.leaderId === null) return;
        const known = this.leaders.get(leader.epoch) ?? leader.leaderId;
        this.#expect(known === leader.leaderId, `epoch ${leader.epoch} has two leaders`);
        this.leaders.set(leader.epoch, leader.leaderId);
      },
    };
  }

  #sameForAll(offset: number, content: string): void {
    const known = this.committed.get(offset) ?? content;
    this.#expect(known === content, `offset ${offset} was ${known}, is ${content}`);
    this.committed.set(offset, content);
  }

  #expect(condition: boolean, message: string): void {
    if (!condition) throw new Error(message);
  }

  node(id: number): TestNode {
    return this.nodes.get(id)!;
  }

  crash(id: number, model: CrashModel = "process"): void {
    const test = this.node(id);
    test.alive = false;
    this.world.crash(`node-${id}`, model);
    test.log = test.log.reopened(this.world.node(`node-${id}`).clock, model !== "process");
  }

  async stop(id: number): Promise<void> {
    const test = this.node(id);
    await this.world.runUntil(test.node.close());
    this.crash(id);
  }

  /** The node that leads the highest epoch. */
  get leader(): TestNode | undefined {
    const leading = [...this.nodes.values()].filter((test) => test.leads);
    leading.sort((a, b) => b.core.epoch - a.core.epoch);
    return leading[0];
  }

  async untilLeader(maxVirtualMs = 30_000): Promise<TestNode> {
    await this.world.runUntil(() => this.leader !== undefined, { maxVirtualMs });
    return this.leader!;
  }

  until(condition: () => boolean, maxVirtualMs = 30_000): Promise<void> {
    return this.world.runUntil(condition, { maxVirtualMs });
  }

  advance(ms: number): Promise<void> {
    return this.world.advance(ms);
  }

  cut(a: number, b: number): void {
    this.#cut.add(`${a}-${b}`).add(`${b}-${a}`);
  }

  isolate(id: number): void {
    for (const other of this.nodes.keys()) if (other !== id) this.cut(id, other);
  }

  heal(): void {
    this.#cut.clear();
  }

  /** Whether a packet arrives. */
  arrives(from: number, to: number): boolean {
    return !this.#cut.has(`${from}-${to}`) && this.random.next() >= this.lossProbability;
  }
}

async function formatDynamic({ disk, clock }: Runtime, voters: VoterSet): Promise<void> {
  const path = `${DIRECTORY}/${snapshotFileName(BOOTSTRAP_SNAPSHOT_ID)}`;
  if (await disk.exists(path)) return;
  const nowMs = clock.now();
  const content = { lastContainedTimestampMs: nowMs, kraftVersion: 1, voters, records: [] };
  await replaceFile(disk, path, concatenate([...snapshotBatches(content, 0, nowMs)]));
}

export function endpoint(id: number, port = 9093): Endpoint {
  return { name: LISTENER, ...address(id), port };
}

export function address(id: number): { host: string; port: number } {
  return { host: `node-${id}`, port: 9093 };
}

const API_VERSIONS = 18;
const API_VERSIONS_ANSWER = {
  errorCode: 0,
  apiKeys: [],
  supportedFeatures: [{ name: "kraft.version", minVersion: 0, maxVersion: 1 }],
};

class SimulatedTransport implements RaftTransport {
  #closed = false;

  constructor(readonly quorum: Quorum, readonly from: TestNode) {}

  send(
    to: Destination,
    api: RaftApi<any, any>,
    build: (version: number) => any,
    timeoutMs: number,
  ): Promise<any> {
    const { quorum, from } = this;
    const id = Number(to.host.slice("node-".length));
    const target = quorum.nodes.get(id);
    const highest = api.request.versions.max;
    const version = Math.min(
      highest,
      from.options.maxVersions?.get(api.key) ?? highest,
      target?.options.maxVersions?.get(api.key) ?? highest,
    );
    return new Promise((resolve, reject) => {
      const { clock } = from.runtime;
      const fail = (error: unknown) => {
        if (from.alive && !this.#closed) reject(error);
      };
      let bytes: Uint8Array;
      try {
        if (version < 0) throw new UnsupportedApiError(`API ${api.key}`);
        bytes = api.request.encode(build(version), version);
      } catch (error) {
        clock.setTimer(1, () => fail(error));
        return;
      }
      clock.setTimer(timeoutMs, () => fail(new Error("timed out")));
      clock.setTimer(this.#delayMs(), () => {
        const receiver = quorum.nodes.get(id);
        if (receiver === undefined || !receiver.alive) return fail(new Error("refused"));
        if (!quorum.arrives(from.id, id)) return;
        const request = api.request.decode(bytes, version);
        const context = { version, listener: LISTENER };
        const handled = api.key === API_VERSIONS
          ? Promise.resolve(API_VERSIONS_ANSWER)
          : receiver.requests.handle(api.key, request, context);
        handled.then((response) => {
          const answer = api.response.encode(response, version);
          receiver.runtime.clock.setTimer(this.#delayMs(), () => {
            if (!quorum.arrives(id, from.id) || !from.alive || this.#closed) return;
            resolve({ version, response: api.response.decode(answer, version) });
          });
        }, fail);
      });
    });
  }

  #delayMs(): number {
    return 0.2 + 3 * this.quorum.random.next();
  }

  close(): void {
    this.#closed = true;
  }
}
