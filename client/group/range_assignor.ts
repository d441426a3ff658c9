import { type Assignment, type Assignor, inOrder, wantedTopics } from "./assignor.ts";

/** Of each topic every member gets a range of partitions; the first ones get one more where it does not come out even. */
export const rangeAssignor: Assignor = {
  name: "range",
  cooperative: false,
  userData: () => null,
  assign(members, partitionCounts) {
    const assignment: Assignment = new Map(members.map(({ memberId }) => [memberId, []]));
    const ordered = inOrder(members);
    for (const topic of wantedTopics(members, partitionCounts)) {
      const takers = ordered.filter(({ topics }) => topics.includes(topic));
      const count = partitionCounts.get(topic)!;
      const each = Math.floor(count / takers.length);
      const more = count % takers.length;
      let next = 0;
      takers.forEach(({ memberId }, i) => {
        const end = next + each + (i < more ? 1 : 0);
        for (; next < end; next++) assignment.get(memberId)!.push({ topic, partition: next });
      });
    }
    return assignment;
  },
};
