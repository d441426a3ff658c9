import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Assignment, GroupMember } from "../../client/group/assignor.ts";
import { cooperativeStickyAssignor } from "../../client/group/cooperative_sticky_assignor.ts";
import { rangeAssignor } from "../../client/group/range_assignor.ts";
import { roundRobinAssignor } from "../../client/group/round_robin_assignor.ts";
import { partitionKey, type TopicPartition } from "../../client/topic_partition.ts";

function member(memberId: string, topics: string[], rest: Partial<GroupMember> = {}): GroupMember {
  return { memberId, groupInstanceId: null, topics, owned: [], generation: -1, ...rest };
}

function shown(assignment: Assignment): Record<string, string> {
  const lines = [...assignment].map(([id, partitions]): [string, string] => [
    id,
    partitions.map(({ topic, partition }) => `${topic}${partition}`).join(" "),
  ]);
  return Object.fromEntries(lines);
}

const counts = new Map([["a", 3], ["b", 3]]);

Deno.test("rangeAssignor gives each member a range of each topic, the first ones one more", () => {
  const members = [member("m2", ["a", "b"]), member("m1", ["a", "b", "missing"])];
  assertEquals(shown(rangeAssignor.assign(members, counts)), {
    m1: "a0 a1 b0 b1",
    m2: "a2 b2",
  });
});

Deno.test("rangeAssignor puts static members first, by instance id", () => {
  const members = [
    member("m1", ["a"]),
    member("m2", ["a"], { groupInstanceId: "z" }),
    member("m3", ["a"], { groupInstanceId: "y" }),
  ];
  assertEquals(shown(rangeAssignor.assign(members, counts)), { m1: "a2", m2: "a1", m3: "a0" });
});

Deno.test("roundRobinAssignor deals partitions out in turn, to those that want them", () => {
  const members = [member("m1", ["a", "b"]), member("m2", ["b"])];
  assertEquals(shown(roundRobinAssignor.assign(members, counts)), {
    m1: "a0 a1 a2 b1",
    m2: "b0 b2",
  });
});

Deno.test("cooperativeStickyAssignor takes from an owner before it gives to another member", () => {
  const owned = [0, 1, 2].map((partition) => ({ topic: "a", partition }));
  const before = [member("m1", ["a"], { owned, generation: 3 }), member("m2", ["a"])];
  const first = cooperativeStickyAssignor.assign(before, counts);
  assertEquals(shown(first), { m1: "a0 a1", m2: "" });
  const after = [
    member("m1", ["a"], { owned: first.get("m1"), generation: 4 }),
    member("m2", ["a"], { generation: 4 }),
  ];
  assertEquals(shown(cooperativeStickyAssignor.assign(after, counts)), { m1: "a0 a1", m2: "a2" });
});

Deno.test("cooperativeStickyAssignor believes only the newest generation", () => {
  const owned = [{ topic: "a", partition: 0 }];
  const members = [
    member("m1", ["a"], { owned, generation: 2 }),
    member("m2", ["a"], { owned, generation: 5 }),
    member("m3", ["a"]),
  ];
  const assignment = cooperativeStickyAssignor.assign(members, counts);
  assert(assignment.get("m2")!.some(({ partition }) => partition === 0));
});

const groups = fc.record({
  counts: fc.dictionary(fc.constantFrom("a", "b", "c", "d"), fc.integer({ min: 1, max: 12 })),
  subscriptions: fc.array(fc.subarray(["a", "b", "c", "d"], { minLength: 1 }), {
    minLength: 1,
    maxLength: 6,
  }),
});

for (const assignor of [rangeAssignor, roundRobinAssignor, cooperativeStickyAssignor]) {
  Deno.test(`${assignor.name} gives every wanted partition to one member that wants it`, () => {
    fc.assert(fc.property(groups, ({ counts, subscriptions }) => {
      const partitionCounts = new Map(Object.entries(counts));
      const members = subscriptions.map((topics, i) => member(`m${i}`, topics));
      const assignment = assignor.assign(members, partitionCounts);
      checkComplete(members, partitionCounts, assignment);
    }));
  });
}

Deno.test("cooperativeStickyAssignor settles in a balance and then moves nothing", () => {
  fc.assert(
    fc.property(groups, fc.integer({ min: 0, max: 3 }), ({ counts, subscriptions }, leavers) => {
      const partitionCounts = new Map(Object.entries(counts));
      let members = subscriptions.map((topics, i) => member(`m${i}`, topics));
      members = settle(members, partitionCounts);
      const rest = members.slice(Math.min(leavers, members.length - 1));
      const settled = settle(
        [...rest, member("new", ["a", "b"], { generation: 99 })],
        partitionCounts,
      );
      const assignment = cooperativeStickyAssignor.assign(settled, partitionCounts);
      for (const { memberId, owned } of settled) {
        assertEquals(
          assignment.get(memberId)!.map(partitionKey).sort(),
          owned.map(partitionKey).sort(),
        );
      }
      checkComplete(settled, partitionCounts, assignment);
      checkBalance(settled, assignment);
    }),
  );
});

/** Rebalances until nothing moves, a few times at most. */
function settle(members: GroupMember[], partitionCounts: ReadonlyMap<string, number>) {
  for (let generation = 100; generation < 103; generation++) {
    const assignment = cooperativeStickyAssignor.assign(members, partitionCounts);
    members = members.map((m) => ({ ...m, owned: assignment.get(m.memberId)!, generation }));
  }
  return members;
}

function checkComplete(
  members: readonly GroupMember[],
  partitionCounts: ReadonlyMap<string, number>,
  assignment: Assignment,
): void {
  const given: TopicPartition[] = [];
  for (const { memberId, topics } of members) {
    for (const partition of assignment.get(memberId)!) {
      assert(topics.includes(partition.topic));
      given.push(partition);
    }
  }
  const wanted = [...partitionCounts].filter(([topic]) =>
    members.some(({ topics }) => topics.includes(topic))
  );
  const total = wanted.reduce((sum, [, count]) => sum + count, 0);
  assertEquals([given.length, new Set(given.map(partitionKey)).size], [total, total]);
}

/** Nobody could give a partition to another member that has at least two less. */
function checkBalance(members: readonly GroupMember[], assignment: Assignment): void {
  for (const [memberId, partitions] of assignment) {
    for (const { topic } of partitions) {
      for (const other of members) {
        if (other.memberId === memberId || !other.topics.includes(topic)) continue;
        assert(assignment.get(other.memberId)!.length + 1 >= partitions.length);
      }
    }
  }
}
