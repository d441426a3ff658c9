/** What `kafka-streams-groups --describe` prints. */
import type { DescribedStreamsGroup } from "../../client/admin/streams_groups.ts";
import type { TopicPartition } from "../../client/topic_partition.ts";
import { type Column, MISSING, textTable } from "../text_table.ts";

const GROUP: Column = { title: "GROUP", width: 15 };

export interface StreamsOffset extends TopicPartition {
  /** Undefined when nothing is committed. */
  readonly committed: bigint | undefined;
  readonly leaderEpoch: number | undefined;
  readonly end: bigint | undefined;
  /** Undefined when the end is not known. */
  readonly lag: bigint | undefined;
}

export function offsetsTable(
  groupId: string,
  offsets: readonly StreamsOffset[],
  isVerbose: boolean,
): string {
  const text = (value: bigint | number | undefined) =>
    value === undefined ? MISSING : String(value);
  const common: readonly Column[] = [
    GROUP,
    { title: "TOPIC", width: 15 },
    { title: "PARTITION", width: 10 },
  ];
  if (!isVerbose) {
    return textTable(
      [...common, { title: "OFFSET-LAG", width: null }],
      offsets.map(({ topic, partition, lag }) => [groupId, topic, String(partition), text(lag)]),
    );
  }
  return textTable(
    [
      ...common,
      { title: "CURRENT-OFFSET", width: 15 },
      { title: "LEADER-EPOCH", width: 15 },
      { title: "LOG-END-OFFSET", width: 15 },
      { title: "OFFSET-LAG", width: 15 },
    ],
    offsets.map(({ topic, partition, committed, leaderEpoch, end, lag }) => [
      groupId,
      topic,
      String(partition),
      text(committed),
      text(leaderEpoch),
      text(end),
      text(lag),
    ]),
  );
}

type Member = DescribedStreamsGroup["members"][number];

export function membersTable(group: DescribedStreamsGroup, isVerbose: boolean): string {
  const { groupId, members, assignmentEpoch } = group;
  return textTable(
    [
      GROUP,
      ...isVerbose
        ? [{ title: "TARGET-ASSIGNMENT-EPOCH", width: 25 }, { title: "TOPOLOGY-EPOCH", width: 14 }]
        : [],
      { title: "MEMBER", width: 15 },
      ...isVerbose
        ? [{ title: "MEMBER-PROTOCOL", width: 15 }, { title: "MEMBER-EPOCH", width: 15 }]
        : [],
      { title: "PROCESS", width: 15 },
      { title: "CLIENT-ID", width: 15 },
      { title: "ASSIGNMENTS", width: null },
    ],
    members.map((member) => [
      groupId,
      ...isVerbose ? [String(assignmentEpoch), String(member.topologyEpoch)] : [],
      member.memberId,
      ...isVerbose ? [member.isClassic ? "classic" : "streams", String(member.memberEpoch)] : [],
      member.processId,
      member.clientId,
      tasksText(member.assignment, "") +
      (isVerbose ? tasksText(member.targetAssignment, "TARGET-") : ""),
    ]),
  );
}

function tasksText(
  { activeTasks, standbyTasks, warmupTasks }: Member["assignment"],
  prefix: string,
): string {
  const kinds = [["ACTIVE", activeTasks], ["STANDBY", standbyTasks], [
    "WARMUP",
    warmupTasks,
  ]] as const;
  return kinds.filter(([, tasks]) => tasks.length > 0).map(([kind, tasks]) => {
    const texts = tasks.map(({ subtopologyId, partitions }) =>
      `${subtopologyId}:[${partitions.join(",")}]; `
    );
    return `${prefix}${kind}: ${texts.join("")}`;
  }).join("");
}

export function stateTable(
  group: DescribedStreamsGroup,
  coordinator: { readonly host: string; readonly port: number; readonly id: number },
  isVerbose: boolean,
): string {
  const { host, port, id } = coordinator;
  return textTable(
    [
      GROUP,
      { title: "COORDINATOR (ID)", width: 25 },
      { title: "STATE", width: 25 },
      ...isVerbose
        ? [{ title: "GROUP-EPOCH", width: 15 }, { title: "TARGET-ASSIGNMENT-EPOCH", width: 25 }]
        : [],
      { title: "#MEMBERS", width: null },
    ],
    [[
      group.groupId,
      `${host}:${port} (${id})`,
      group.groupState,
      ...isVerbose ? [String(group.groupEpoch), String(group.assignmentEpoch)] : [],
      String(group.members.length),
    ]],
  );
}
