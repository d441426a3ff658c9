import { assert, assertEquals } from "@std/assert";
import { acceptableLeaders } from "../../coordinator/liveness.ts";
import { deepEqual } from "../../metadata/image/image_difference.ts";
import { ImageLoader } from "../../metadata/image/image_loader.ts";
import { imageRecords } from "../../metadata/image/image_records.ts";
import type { MetadataImage } from "../../metadata/image/image.ts";
import { Apis } from "../../protocol/apis.ts";
import type { Random } from "../../runtime/runtime.ts";
import { comparable } from "../metadata/image/comparable.ts";
import { Harness, uuid, WITH_ELR, WITHOUT_ELR } from "./harness.ts";
import { seededRandom } from "./virtual_clock.ts";

const BROKERS = 4;

/** A cluster to which anything may happen, one thing after the other. */
class Chaos {
  readonly #epochs = new Map<number, bigint>();
  #incarnations = 0;
  #topics = 0;

  constructor(readonly it: Harness, readonly random: Random) {}

  async step(): Promise<void> {
    const steps = [
      () => this.register(),
      () => this.heartbeat({}),
      () => this.heartbeat({}),
      () => this.heartbeat({ fence: this.random.below(3) === 0 }),
      () => this.heartbeat({ shutDown: this.random.below(2) === 0 }),
      () => this.createTopic(),
      () => this.deleteTopic(),
      () => this.grow(),
      () => this.alterIsr(),
      () => this.alterIsr(),
      () => this.alterIsr(),
      () => this.reassign(),
      () => this.elect(),
      () => this.alterConfig(),
      () => this.unregister(),
      () => this.fail(),
      () => this.it.clock.advance(this.random.below(4000)),
      () => this.changeLeader(),
    ];
    await steps[this.random.below(steps.length)]();
  }

  broker(): number {
    return 1 + this.random.below(BROKERS);
  }

  topic() {
    const topics = [...this.it.image.topics.byId.values()];
    return topics.length === 0 ? null : topics[this.random.below(topics.length)];
  }

  brokers(most: number): number[] {
    const ids = Array.from({ length: BROKERS }, (_, index) => index + 1);
    for (let i = ids.length - 1; i > 0; i--) {
      const other = this.random.below(i + 1);
      [ids[i], ids[other]] = [ids[other], ids[i]];
    }
    return ids.slice(0, 1 + this.random.below(most));
  }

  async register() {
    const id = this.broker();
    const clean = this.random.below(2) === 0;
    const { errorCode, brokerEpoch } = await this.it.send(Apis.BrokerRegistration, {
      brokerId: id,
      clusterId: "MkU3OEVBNTcwNTJENDM1Tg",
      incarnationId: uuid(`run${++this.#incarnations}x`),
      listeners: [],
      features: [{
        name: "metadata.version",
        minSupportedVersion: 7,
        maxSupportedVersion: 30,
      }, {
        name: "eligible.leader.replicas.version",
        minSupportedVersion: 0,
        maxSupportedVersion: 1,
      }],
      rack: id % 2 === 0 ? "even" : "odd",
      logDirs: [uuid(`directory${id}x`), uuid(`second${id}x`)],
      previousBrokerEpoch: clean ? this.#epochs.get(id) ?? -1n : -1n,
    });
    if (errorCode === 0) this.#epochs.set(id, brokerEpoch);
  }

  async heartbeat(wants: Parameters<Harness["heartbeat"]>[2]) {
    for (const [id, epoch] of this.#epochs) {
      if (this.random.below(3) === 0) continue;
      const { shouldShutDown } = await this.it.heartbeat(id, epoch, wants);
      if (shouldShutDown) this.#epochs.delete(id);
    }
  }

  fail() {
    return this.heartbeat({ offlineLogDirs: [uuid(`second${this.broker()}x`)] });
  }

  createTopic() {
    return this.it.send(Apis.CreateTopics, {
      topics: [{
        name: `t${this.#topics++}`,
        numPartitions: 1 + this.random.below(3),
        replicationFactor: 1 + this.random.below(3),
        assignments: [],
        configs: this.random.below(3) > 0 ? [] : [
          { name: "min.insync.replicas", value: String(1 + this.random.below(2)) },
          { name: "unclean.leader.election.enable", value: "true" },
        ],
      }],
    });
  }

  async deleteTopic() {
    const topic = this.topic();
    if (topic === null || this.random.below(3) > 0) return;
    await this.it.send(Apis.DeleteTopics, { topics: [{ topicId: topic.id }], timeoutMs: 1 });
  }

  async grow() {
    const topic = this.topic();
    if (topic === null) return;
    await this.it.send(Apis.CreatePartitions, {
      topics: [{ name: topic.name, count: topic.partitions.length + 1, assignments: null }],
      timeoutMs: 1,
      validateOnly: false,
    });
  }

  async alterIsr() {
    const topic = this.topic();
    if (topic === null) return;
    const partitionIndex = this.random.below(topic.partitions.length);
    const partition = topic.partitions[partitionIndex];
    const epoch = this.#epochs.get(partition.leader);
    if (epoch === undefined) return;
    const members = partition.replicas.filter((id) =>
      id === partition.leader || this.random.below(3) > 0
    );
    await this.it.send(Apis.AlterPartition, {
      brokerId: partition.leader,
      brokerEpoch: epoch,
      topics: [{
        topicId: topic.id,
        partitions: [{
          partitionIndex,
          leaderEpoch: partition.leaderEpoch,
          partitionEpoch: partition.partitionEpoch,
          leaderRecoveryState: 0,
          newIsrWithEpochs: members.map((brokerId) => ({
            brokerId,
            brokerEpoch: this.#epochs.get(brokerId) ?? -1n,
          })),
        }],
      }],
    });
  }

  async reassign() {
    const topic = this.topic();
    if (topic === null) return;
    const replicas = this.random.below(4) === 0 ? null : this.brokers(3);
    await this.it.send(Apis.AlterPartitionReassignments, {
      topics: [{ name: topic.name, partitions: [{ partitionIndex: 0, replicas }] }],
    });
  }

  elect() {
    return this.it.send(Apis.ElectLeaders, {
      electionType: this.random.below(2),
      topicPartitions: null,
    });
  }

  async alterConfig() {
    const topic = this.topic();
    if (topic === null) return;
    await this.it.send(Apis.IncrementalAlterConfigs, {
      resources: [{
        resourceType: 2,
        resourceName: topic.name,
        configs: [{
          name: "min.insync.replicas",
          configOperation: this.random.below(2),
          value: "2",
        }],
      }],
      validateOnly: false,
    });
  }

  async unregister() {
    if (this.random.below(4) > 0) return;
    const id = this.broker();
    await this.it.send(Apis.UnregisterBroker, { brokerId: id });
  }

  async changeLeader() {
    if (this.random.below(3) > 0) return;
    this.it.log.lead(2);
    await this.it.lead();
  }
}

function checkPartitions(image: MetadataImage, elr: boolean): void {
  for (const { partitions } of image.topics.byId.values()) {
    for (const it of partitions) {
      const replicas = new Set(it.replicas);
      assertEquals(replicas.size, it.replicas.length);
      assertEquals(it.directories.length, it.replicas.length);
      for (const list of [it.isr, it.elr, it.addingReplicas, it.removingReplicas]) {
        assertEquals(new Set(list).size, list.length);
        for (const id of list) assert(replicas.has(id), `${id} is no replica`);
      }
      assert(it.leader === -1 || it.isr.includes(it.leader), "the leader is in sync");
      for (const id of it.elr) assert(!it.isr.includes(id), "eligible or in sync, not both");
      if (!elr) assert(it.isr.length > 0 && it.elr.length === 0, "without ELR somebody is in sync");
      if (it.leader === -1) {
        const acceptable = acceptableLeaders(image, it);
        assert(!it.isr.some(acceptable), "who could lead does");
        assert(it.isr.length > 0 || !it.elr.some(acceptable), "who is eligible leads");
        continue;
      }
      const broker = image.brokers.get(it.leader);
      assert(broker !== undefined && !broker.fenced, "the leader is alive");
    }
  }
}

for (const [name, features] of Object.entries({ WITH_ELR, WITHOUT_ELR })) {
  Deno.test(`Coordinator keeps its invariants under random operations, ${name}`, async () => {
    for (let seed = 1; seed <= 25; seed++) {
      const it = await new Harness({ features }).lead();
      const chaos = new Chaos(it, seededRandom(seed));
      try {
        for (let step = 0; step < 150; step++) {
          await chaos.step();
          assertEquals(it.faults, []);
          checkPartitions(it.image, features === WITH_ELR);
        }
        // Whoever replays the log, and whoever loads a snapshot of it, sees the same state.
        const replayed = new ImageLoader();
        for (const batch of it.log.batches) replayed.batch(batch);
        assertEquals(comparable(it.image), comparable(replayed.image));
        assert(deepEqual(it.image.brokers, replayed.image.brokers));
        const loaded = new ImageLoader();
        const records = [...imageRecords(it.image)];
        loaded.snapshot({ endOffset: it.log.endOffset, epoch: 1, lastTimestampMs: 0, records });
        assertEquals(comparable(loaded.image), comparable(it.image));
      } catch (error) {
        throw new Error(`Seed ${seed}`, { cause: error });
      }
    }
  });
}
