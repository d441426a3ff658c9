/**
 * Random histories: nodes crash and come back, links are cut and healed, packets are lost, leaders append. Whatever happens,
 * no epoch has two leaders and what was committed anywhere never changes (checked by the harness at every delivery);
 * once the network is whole again everybody ends up with the same log.
 */
import { assert, assertEquals } from "@std/assert";
import { NotLeaderError } from "../../../metadata/metadata_log.ts";
import { SeededRandom } from "../../../runtime/simulated/seeded_random.ts";
import type { CrashModel } from "../../../runtime/simulated/world.ts";
import { Quorum, record } from "./quorum.ts";

interface History {
  readonly seed: number;
  readonly voters: readonly number[];
  readonly steps: number;
  readonly withSnapshots: boolean;
  /** Logs on simulated disks, which a crash of the machine tears. */
  readonly onDisk?: boolean;
}

const CRASHES: CrashModel[] = ["process", "machine-lose-unsynced", "machine-torn"];

async function run({ seed, voters, steps, withSnapshots, onDisk }: History): Promise<void> {
  const quorum = new Quorum({
    seed,
    voters,
    lossProbability: 0.02,
    snapshots: withSnapshots
      ? { maxNewRecordBytes: 1500, maxIntervalMs: 0, retention: { maxBytes: 3000, maxMs: -1 } }
      : undefined,
    segmentBytes: onDisk ? 4096 : undefined,
  });
  const random = new SeededRandom(seed, "history");
  const all = [...voters, 100];
  for (const id of all) await quorum.start(id);
  let appended = 0;
  for (let step = 0; step < steps; step++) {
    const id = all[random.below(all.length)];
    const test = quorum.node(id);
    const dice = random.next();
    if (dice < 0.08) {
      if (test.alive) quorum.crash(id, CRASHES[random.below(CRASHES.length)]);
    } else if (dice < 0.24) {
      if (!test.alive) await quorum.start(id);
    } else if (dice < 0.3) quorum.isolate(id);
    else if (dice < 0.36) quorum.cut(id, all[random.below(all.length)]);
    else if (dice < 0.46) quorum.heal();
    else if (dice < 0.5) test.node.resign(test.core.epoch);
    else {
      for (const candidate of quorum.nodes.values()) {
        if (!candidate.leads) continue;
        try {
          candidate.node.append(candidate.core.epoch, [record(`r${appended++}`)]);
        } catch (error) {
          if (!(error instanceof NotLeaderError)) throw error;
        }
      }
    }
    await quorum.advance(random.below(random.chance(0.2) ? 3000 : 200));
    for (const { failure } of quorum.nodes.values()) if (failure !== null) throw failure;
  }
  quorum.heal();
  quorum.lossProbability = 0;
  for (const id of all) if (!quorum.node(id).alive) await quorum.start(id);
  const leader = await quorum.untilLeader();
  // The last word: committed by all, so everything before it is.
  await quorum.until(() => {
    const now = quorum.leader;
    if (now === undefined) return false;
    if (!now.recorder.state.some((name) => name === `last ${now.core.epoch}`)) {
      if (now.node.highWatermark >= now.node.endOffset && now.core.highWatermark > 0) {
        now.node.append(now.core.epoch, [record(`last ${now.core.epoch}`)]);
      }
      return false;
    }
    return all.every((id) => quorum.node(id).recorder.nextOffset === now.node.endOffset);
  });
  assert(leader.core.epoch > 0);
  const [first, ...others] = all.map((id) => quorum.node(id).recorder.state);
  for (const other of others) assertEquals(other, first);
  for (const { failure } of quorum.nodes.values()) if (failure !== null) throw failure;
}

for (const voters of [[1, 2, 3], [1, 2, 3, 4, 5], [1, 2]]) {
  for (const seed of [1, 2]) {
    const name = `${voters.length} voters stay safe through random faults (seed ${seed})`;
    Deno.test(name, () => run({ seed, voters, steps: 100, withSnapshots: false }));
  }
}
for (const seed of [11, 12]) {
  const name = `3 voters stay safe with snapshots and a log that is cleaned (seed ${seed})`;
  Deno.test(name, () => run({ seed, voters: [1, 2, 3], steps: 100, withSnapshots: true }));
}
for (const seed of [21, 22]) {
  const name = `3 voters stay safe with logs on disks that tear (seed ${seed})`;
  const options = { voters: [1, 2, 3], steps: 100, withSnapshots: true, onDisk: true };
  Deno.test(name, () => run({ seed, ...options }));
}
