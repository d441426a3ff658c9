/** Members of one group: some stay, one comes and goes. What happens is counted. */
import { ClusterClient } from "../../client/cluster_client.ts";
import { GroupConsumer } from "../../client/group_consumer.ts";
import type { Runtime } from "../../runtime/runtime.ts";

const STAYING = 2;
const STAY_MS = 5000;
const POLL_MS = 200;

export interface GroupCounts {
  bytes: number;
  records: number;
  /** Times that a member was given partitions. */
  rebalances: number;
  /** Age of the oldest record handed out, up to a second too high. */
  oldestMs: number;
  errors: string[];
}

export class GroupLoad {
  #counts: GroupCounts = nothing();
  #running = true;

  constructor(readonly runtime: Runtime, readonly address: string, readonly topic: string) {}

  /** What was counted since the last call. */
  take(): GroupCounts {
    const counts = this.#counts;
    this.#counts = nothing();
    return counts;
  }

  async run(): Promise<void> {
    const staying = Array.from({ length: STAYING }, () => this.#member(() => this.#running));
    await Promise.all([...staying, this.#comeAndGo()]);
  }

  stop(): void {
    this.#running = false;
  }

  async #comeAndGo(): Promise<void> {
    const { clock } = this.runtime;
    while (this.#running) {
      await clock.sleep(STAY_MS);
      const leaveMs = clock.monotonic() + STAY_MS;
      await this.#member(() => this.#running && clock.monotonic() < leaveMs);
    }
  }

  async #member(stays: () => boolean): Promise<void> {
    const cluster = new ClusterClient(this.runtime, { bootstrapServers: this.address });
    const member = new GroupConsumer(cluster, {
      groupId: "soak",
      topics: [this.topic],
      offsetReset: "earliest",
      checkCrcs: false,
      maxPollRecords: 5000,
      listener: { assigned: () => void this.#counts.rebalances++ },
    });
    try {
      while (stays()) {
        for (const { value, timestamp } of await member.poll(POLL_MS)) {
          this.#counts.records++;
          this.#counts.bytes += value?.length ?? 0;
          const ageMs = this.runtime.clock.now() - Number(timestamp);
          if (ageMs > this.#counts.oldestMs) this.#counts.oldestMs = ageMs;
        }
      }
      await member.close();
    } catch (error) {
      this.#counts.errors.push(String(error));
    } finally {
      cluster.close();
    }
  }
}

function nothing(): GroupCounts {
  return { bytes: 0, records: 0, rebalances: 0, oldestMs: 0, errors: [] };
}
