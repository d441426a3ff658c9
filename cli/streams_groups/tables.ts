/** What `kafka-streams-groups --describe` prints. */
import type { DescribedStreamsGroup } from "../../client/admin/streams_groups.ts";
import type { Node } from "../../client/cluster_metadata.ts";
import type { TopicPartition } from "../../client/topic_partition.ts";
import { lagColumn, stateColumn } from "../consumer_groups/group_columns.ts";
import type { Column, Table } from "../output/listing.ts";
import { MISSING } from "../output/text_table.ts";

export interface StreamsOffset extends TopicPartition {
  /** Null when nothing is committed. */
  readonly committed: bigint | null;
  readonly leaderEpoch: number | null;
  readonly end: bigint | null;
  /** Null when the end is not known. */
  readonly lag: bigint | null;
}

/** `--describe`, `--describe --offsets`. */
export function offsetsTable(
  groupId: string,
  rows: readonly StreamsOffset[],
  isVerbose: boolean,
): Table<StreamsOffset> {
  return {
    columns: [
      { title: "GROUP", width: 15, of: () => groupId },
      { title: "TOPIC", width: 15, of: ({ topic }) => topic },
      { title: "PARTITION", width: 10, of: ({ partition }) => partition },
      ...isVerbose ? OFFSETS : [],
      lagColumn("OFFSET-LAG", ({ lag }) => lag, isVerbose ? 15 : undefined),
    ],
    rows,
  };
}

const OFFSETS: readonly Column<StreamsOffset>[] = [
  { title: "CURRENT-OFFSET", width: 15, of: ({ committed }) => committed ?? MISSING },
  { title: "LEADER-EPOCH", width: 15, of: ({ leaderEpoch }) => leaderEpoch ?? MISSING },
  { title: "LOG-END-OFFSET", width: 15, of: ({ end }) => end ?? MISSING },
];

type Member = DescribedStreamsGroup["members"][number];

/** `--describe --members`. */
export function membersTable(group: DescribedStreamsGroup, isVerbose: boolean): Table<Member> {
  const epochs: readonly Column<Member>[] = [
    { title: "TARGET-ASSIGNMENT-EPOCH", width: 25, of: () => group.assignmentEpoch },
    { title: "TOPOLOGY-EPOCH", width: 14, of: ({ topologyEpoch }) => topologyEpoch },
  ];
  return {
    columns: [
      { title: "GROUP", width: 15, of: () => group.groupId },
      ...isVerbose ? epochs : [],
      { title: "MEMBER", width: 15, of: ({ memberId }) => memberId },
      ...isVerbose ? PROTOCOL : [],
      { title: "PROCESS", width: 15, of: ({ processId }) => processId },
      { title: "CLIENT-ID", width: 15, of: ({ clientId }) => clientId },
      {
        title: "ASSIGNMENTS",
        of: ({ assignment, targetAssignment }) =>
          tasksText(assignment, "") + (isVerbose ? tasksText(targetAssignment, "TARGET-") : ""),
      },
    ],
    rows: group.members,
  };
}

const PROTOCOL: readonly Column<Member>[] = [
  { title: "MEMBER-PROTOCOL", width: 15, of: protocolOf },
  { title: "MEMBER-EPOCH", width: 15, of: ({ memberEpoch }) => memberEpoch },
];

/** The group protocol that a member speaks, in the words of the tool. */
export function protocolOf({ isClassic }: Member): string {
  return isClassic ? "classic" : "streams";
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

/** `--describe --state`: a single row. */
export function stateTable(
  group: DescribedStreamsGroup,
  { host, port, id }: Pick<Node, "id" | "host" | "port">,
  isVerbose: boolean,
): Table<DescribedStreamsGroup> {
  return {
    columns: [
      { title: "GROUP", width: 15, of: ({ groupId }) => groupId },
      { title: "COORDINATOR (ID)", width: 25, of: () => `${host}:${port} (${id})` },
      stateColumn(({ groupState }) => groupState, 25),
      ...isVerbose ? EPOCHS : [],
      { title: "#MEMBERS", of: ({ members }) => members.length },
    ],
    rows: [group],
  };
}

const EPOCHS: readonly Column<DescribedStreamsGroup>[] = [
  { title: "GROUP-EPOCH", width: 15, of: ({ groupEpoch }) => groupEpoch },
  { title: "TARGET-ASSIGNMENT-EPOCH", width: 25, of: ({ assignmentEpoch }) => assignmentEpoch },
];
