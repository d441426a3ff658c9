import { type Assignment, type Assignor, inOrder, wantedTopics } from "./assignor.ts";

/** All partitions in a row, dealt out to the members in turn, leaving out those that do not want the topic. */
export const roundRobinAssignor: Assignor = {
  name: "roundrobin",
  cooperative: false,
  userData: () => null,
  assign(members, partitionCounts) {
    const assignment: Assignment = new Map(members.map(({ memberId }) => [memberId, []]));
    const ordered = inOrder(members);
    let turn = 0;
    for (const topic of wantedTopics(members, partitionCounts)) {
      for (let partition = 0; partition < partitionCounts.get(topic)!; partition++) {
        while (!ordered[turn % ordered.length].topics.includes(topic)) turn++;
        assignment.get(ordered[turn++ % ordered.length].memberId)!.push({ topic, partition });
      }
    }
    return assignment;
  },
};
