/** What `kafka-share-groups --describe` prints. */
import type { DescribedShareGroup, ShareOffset } from "../../client/admin/share_groups.ts";
import type { HostAndPort } from "../../client/bootstrap.ts";
import { type Column, MISSING, textTable } from "../text_table.ts";

const GROUP: Column = { title: "GROUP", width: 15 };

export function offsetsTable(
  groupId: string,
  offsets: readonly ShareOffset[],
  isVerbose: boolean,
): string {
  const known = (value: bigint | number) => value < 0 ? MISSING : String(value);
  return textTable(
    [
      GROUP,
      { title: "TOPIC", width: 15 },
      { title: "PARTITION", width: 10 },
      ...isVerbose ? [{ title: "LEADER-EPOCH", width: 13 }] : [],
      { title: "START-OFFSET", width: 13 },
      { title: "LAG", width: null },
    ],
    offsets.map(({ topic, partition, startOffset, leaderEpoch, lag }) => [
      groupId,
      topic,
      String(partition),
      ...isVerbose ? [startOffset < 0n ? MISSING : known(leaderEpoch)] : [],
      known(startOffset),
      startOffset < 0n ? MISSING : known(lag),
    ]),
  );
}

export function membersTable(
  { groupId, members }: DescribedShareGroup,
  isVerbose: boolean,
): string {
  const sorted = [...members].sort((a, b) => countOf(b) - countOf(a));
  return textTable(
    [
      GROUP,
      { title: "CONSUMER-ID", width: 15 },
      { title: "HOST", width: 15 },
      { title: "CLIENT-ID", width: 15 },
      { title: "#PARTITIONS", width: 12 },
      ...isVerbose ? [{ title: "MEMBER-EPOCH", width: 13 }] : [],
      { title: "ASSIGNMENT", width: null },
    ],
    sorted.map((member) => [
      groupId,
      member.memberId,
      member.clientHost,
      member.clientId,
      String(countOf(member)),
      ...isVerbose ? [String(member.memberEpoch)] : [],
      assignmentText(member),
    ]),
  );
}

type Member = DescribedShareGroup["members"][number];

function countOf({ assignment }: Member): number {
  return assignment.topicPartitions.reduce((sum, { partitions }) => sum + partitions.length, 0);
}

function assignmentText({ assignment }: Member): string {
  return assignment.topicPartitions
    .map(({ topicName, partitions }) =>
      `${topicName}:${[...partitions].sort((a, b) => a - b).join(",")}`
    ).join(";");
}

export function stateTable(
  group: DescribedShareGroup,
  coordinator: HostAndPort & { readonly id: number },
  isVerbose: boolean,
): string {
  const { host, port, id } = coordinator;
  return textTable(
    [
      GROUP,
      { title: "COORDINATOR (ID)", width: 25 },
      { title: "STATE", width: 15 },
      ...isVerbose
        ? [{ title: "GROUP-EPOCH", width: 12 }, { title: "ASSIGNMENT-EPOCH", width: 17 }]
        : [],
      { title: "#MEMBERS", width: null },
    ],
    [[
      group.groupId,
      `${host}:${port}  (${id})`,
      group.groupState,
      ...isVerbose ? [String(group.groupEpoch), String(group.assignmentEpoch)] : [],
      String(group.members.length),
    ]],
  );
}
