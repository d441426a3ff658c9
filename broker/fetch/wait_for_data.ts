/** Parks a fetch until enough data is readable, something happened to a partition, or its time is up. */
import type { Clock } from "../../runtime/runtime.ts";
import type { Partition } from "../partition/partition.ts";
import type { ReplicaManager } from "../partition/replica_manager.ts";
import type { FetchPartition } from "./fetch_partition.ts";
import {
  type Fetched,
  type FetchLimits,
  giveBack,
  holdFor,
  readPartitions,
} from "./read_partitions.ts";

const NOTHING: Fetched = { partitions: [], bytes: 0, eagerBytes: 0, urgent: false };

export interface WaitOptions {
  readonly clock: Clock;
  readonly replicas: ReplicaManager;
  readonly partitions: readonly FetchPartition[];
  readonly maxWaitMs: number;
  readonly minBytes: number;
  readonly limits: FetchLimits;
  /** Something may have happened since the last read: look once more before waiting. */
  readonly readAgain: boolean;
  /** Calls back when nobody waits for the answer any more; returns a function that takes that back. */
  onAbandoned(callback: () => void): () => void;
}

/**
 * Resolves with what there is to read at the end of the wait. All that happens in one go, say the writes of a turn to many
 * partitions, causes one look at them.
 */
export function waitForData(options: WaitOptions): Promise<Fetched> {
  return new Promise((resolve, reject) => {
    const { clock, replicas, partitions, limits, maxWaitMs, minBytes } = options;
    const stops: (() => void)[] = [];
    let reading = false;
    let wokenMeanwhile = false;
    let lookPlanned = false;
    let over = false;
    let expired = false;

    const timer = clock.setTimer(maxWaitMs, () => {
      expired = true;
      attempt();
    });

    const end = () => {
      over = true;
      timer.cancel();
      for (const stop of stops) stop();
    };

    const settle = (fetched: Fetched) => {
      reading = false;
      if (!over && (expired || fetched.bytes >= minBytes || fetched.urgent)) {
        end();
        limits.hold(fetched.eagerBytes);
        return resolve(fetched);
      }
      giveBack(fetched);
      limits.hold(0);
      if (over || !wokenMeanwhile) return;
      wokenMeanwhile = false;
      attempt();
    };

    const attempt = () => {
      lookPlanned = false;
      if (over) return;
      if (reading) {
        wokenMeanwhile = true;
        return;
      }
      reading = true;
      try {
        const fetched = readPartitions(replicas, partitions, limits);
        if (fetched instanceof Promise) {
          holdFor(fetched, partitions, limits);
          fetched.then(settle, fail);
        } else settle(fetched);
      } catch (error) {
        fail(error);
      }
    };

    const wake = () => {
      if (lookPlanned) return;
      lookPlanned = true;
      Promise.resolve().then(attempt);
    };

    const fail = (error: unknown) => {
      end();
      reject(error);
    };

    const watched = new Set<Partition>();
    for (const { topic, index } of partitions) {
      const partition = topic === null ? undefined : replicas.get(topic, index);
      if (partition !== undefined) watched.add(partition);
    }
    for (const partition of watched) stops.push(partition.observe(wake));
    stops.push(options.onAbandoned(() => {
      end();
      resolve(NOTHING);
    }));
    if (options.readAgain) attempt();
  });
}
