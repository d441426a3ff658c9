import { assertEquals } from "@std/assert";
import { changePartition, type PartitionTarget } from "../../coordinator/partition_change.ts";
import type { PartitionImage } from "../../metadata/image/image.ts";
import { changePartition as applied } from "../../metadata/image/partition_state.ts";
import { uuid } from "./harness.ts";

const ELR_VERSION = 30;
const OLD_VERSION = 10;

function partition(overrides: Partial<PartitionImage> = {}): PartitionImage {
  const replicas = overrides.replicas ?? [1, 2, 3];
  return {
    replicas,
    directories: replicas.map((id) => uuid(`directory${id}x`)),
    isr: [1, 2, 3],
    removingReplicas: [],
    addingReplicas: [],
    elr: [],
    lastKnownElr: [],
    leader: 1,
    leaderRecoveryState: 0,
    leaderEpoch: 5,
    partitionEpoch: 9,
    ...overrides,
  };
}

interface Case extends Partial<PartitionTarget> {
  readonly alive: readonly number[];
}

/** The partition after the change, or null where there is none. */
function after(before: PartitionImage, { alive, ...wanted }: Case): PartitionImage | null {
  const record = changePartition({
    topicId: uuid("topic"),
    partitionId: 0,
    partition: before,
    metadataVersion: ELR_VERSION,
    elrEnabled: true,
    minIsr: 2,
    acceptable: (id) => alive.includes(id),
    mode: "online",
    defaultDirectory: (id) => uuid(`new${id}x`),
    ...wanted,
  });
  return record === null ? null : applied(before, record.value);
}

function facts(state: PartitionImage | null) {
  const { leader, isr, elr, lastKnownElr, leaderRecoveryState: recovery } = state!;
  return { leader, isr, elr, lastKnownElr, recovery };
}

Deno.test("changePartition writes nothing when nothing changes", () => {
  assertEquals(after(partition(), { alive: [1, 2, 3] }), null);
});

Deno.test("changePartition with ELR keeps who left an ISR that is still large enough out of the ELR", () => {
  const state = after(partition(), { alive: [1, 2], isr: [1, 2] });
  assertEquals(facts(state), { leader: 1, isr: [1, 2], elr: [], lastKnownElr: [], recovery: 0 });
  assertEquals([state!.leaderEpoch, state!.partitionEpoch], [5, 10]);
});

Deno.test("changePartition with ELR keeps who left an ISR that is too small then", () => {
  const state = after(partition({ isr: [1, 2] }), { alive: [1], isr: [1] });
  assertEquals(facts(state), { leader: 1, isr: [1], elr: [2], lastKnownElr: [], recovery: 0 });
});

Deno.test("changePartition with ELR lets the ISR run empty and remembers the leader", () => {
  const state = after(partition({ isr: [1], elr: [2] }), { alive: [], isr: [] });
  assertEquals(facts(state), {
    leader: -1,
    isr: [],
    elr: [2, 1],
    lastKnownElr: [1],
    recovery: 0,
  });
});

Deno.test("changePartition elects an eligible replica cleanly when the ISR is empty", () => {
  const before = partition({ isr: [], elr: [2, 1], lastKnownElr: [1], leader: -1 });
  const state = after(before, { alive: [2] });
  assertEquals(facts(state), { leader: 2, isr: [2], elr: [1], lastKnownElr: [], recovery: 0 });
  assertEquals(state!.leaderEpoch, 6);
});

Deno.test("changePartition does not elect a replica that is neither in sync nor eligible", () => {
  const before = partition({ isr: [], elr: [2, 1], lastKnownElr: [1], leader: -1 });
  assertEquals(after(before, { alive: [3] }), null);
});

Deno.test("changePartition drops replicas that stopped uncleanly from the ELR, then falls back on the last leader", () => {
  const before = partition({ isr: [1], leader: 1 });
  const stopped = after(before, { alive: [], isr: [], uncleanReplicas: [1] });
  assertEquals(facts(stopped), {
    leader: -1,
    isr: [],
    elr: [],
    lastKnownElr: [1],
    recovery: 0,
  });
  assertEquals(after(stopped!, { alive: [3] }), null);
  const back = after(stopped!, { alive: [1, 3] });
  assertEquals(facts(back), { leader: 1, isr: [1], elr: [], lastKnownElr: [], recovery: 1 });
});

Deno.test("changePartition clears the ELR when the ISR is large enough again", () => {
  const before = partition({ isr: [1], elr: [2] });
  const state = after(before, { alive: [1, 2, 3], isr: [1, 3] });
  assertEquals(facts(state), { leader: 1, isr: [1, 3], elr: [], lastKnownElr: [], recovery: 0 });
});

Deno.test("changePartition without ELR keeps the last ISR member, without leader until it returns", () => {
  const elrEnabled = false;
  const before = partition({ isr: [3], leader: 3 });
  const state = after(before, { alive: [2], isr: [], elrEnabled });
  assertEquals(facts(state), { leader: -1, isr: [3], elr: [], lastKnownElr: [], recovery: 0 });
  assertEquals(after(state!, { alive: [2], elrEnabled }), null);
  const back = after(state!, { alive: [2, 3], elrEnabled });
  assertEquals(facts(back), { leader: 3, isr: [3], elr: [], lastKnownElr: [], recovery: 0 });
});

Deno.test("changePartition elects uncleanly where that is allowed, as recovering", () => {
  const before = partition({ isr: [3], leader: 3 });
  const state = after(before, { alive: [2], isr: [], elrEnabled: false, mode: "unclean" });
  assertEquals(facts(state), { leader: 2, isr: [2], elr: [], lastKnownElr: [], recovery: 1 });
  const prefersClean = after(before, { alive: [1, 2, 3], mode: "unclean", elrEnabled: false });
  assertEquals(prefersClean, null);
});

Deno.test("changePartition elects the first valid replica in their order, and keeps a leader that may stay", () => {
  const state = after(partition({ leader: 3 }), { alive: [2, 3], isr: [2, 3] });
  assertEquals(state!.leader, 3);
  const moved = after(partition({ leader: 3 }), { alive: [1, 2], isr: [1, 2] });
  assertEquals([moved!.leader, moved!.leaderEpoch], [1, 6]);
});

Deno.test("changePartition in preferred mode moves to the first replica if it can lead, else stays", () => {
  const mode = "preferred";
  assertEquals(after(partition({ leader: 3 }), { alive: [1, 2, 3], mode })!.leader, 1);
  assertEquals(after(partition({ leader: 3, isr: [2, 3] }), { alive: [1, 2, 3], mode }), null);
  const gone = after(partition({ leader: 3, isr: [2, 3] }), { alive: [2], mode, isr: [2] });
  assertEquals(gone!.leader, 2);
});

Deno.test("changePartition completes a reassignment when all that remain are in sync", () => {
  const before = partition({
    replicas: [3, 4, 1, 2],
    isr: [1, 2, 3],
    addingReplicas: [3, 4],
    removingReplicas: [1, 2],
  });
  const alive = [1, 2, 3, 4];
  const state = after(before, { alive, isr: [1, 2, 3, 4] })!;
  assertEquals([state.replicas, state.isr, state.leader], [[3, 4], [3, 4], 3]);
  assertEquals([state.addingReplicas, state.removingReplicas], [[], []]);
  assertEquals(state.directories, [uuid("directory3x"), uuid("directory4x")]);
  assertEquals([state.leaderEpoch, state.partitionEpoch], [6, 10]);
});

Deno.test("changePartition bumps the leader epoch when a replica is dropped though the leader stays", () => {
  const state = after(partition(), { alive: [1, 2, 3], replicas: [1, 2], isr: [1, 2] })!;
  assertEquals([state.leader, state.leaderEpoch], [1, 6]);
});

Deno.test("changePartition bumps the leader epoch on a smaller ISR only before 3.6-IV0", () => {
  const shrunk = (metadataVersion: number) =>
    after(partition({ directories: Array(3).fill(uuid("")) }), {
      alive: [1, 2, 3],
      isr: [1, 2],
      elrEnabled: false,
      metadataVersion,
    })!.leaderEpoch;
  assertEquals(shrunk(OLD_VERSION), 6);
  assertEquals(shrunk(12), 5);
});

Deno.test("changePartition gives new replicas the default directory of their brokers", () => {
  const state = after(partition(), {
    alive: [1, 2, 3, 4],
    replicas: [4, 1, 2, 3],
    adding: [4],
  })!;
  assertEquals(state.directories[0], uuid("new4x"));
  assertEquals(state.directories[1], uuid("directory1x"));
});
