/** What `kafka-share-groups --describe` prints. */
import type { DescribedShareGroup, ShareOffset } from "../../client/admin/share_groups.ts";
import type { Node } from "../../client/cluster_metadata.ts";
import { lagColumn, stateColumn } from "../consumer_groups/group_columns.ts";
import type { Column, Table } from "../output/listing.ts";
import { MISSING } from "../output/text_table.ts";

/** Null where nothing was delivered yet, or nothing is known. */
export interface KnownShareOffset {
  readonly topic: string;
  readonly partition: number;
  readonly leaderEpoch: number | null;
  readonly startOffset: bigint | null;
  readonly lag: bigint | null;
}

/** Brokers say -1 for what is not known. */
export function knownOffset(offset: ShareOffset): KnownShareOffset {
  const { topic, partition, startOffset, leaderEpoch, lag } = offset;
  const isStarted = startOffset >= 0n;
  return {
    topic,
    partition,
    leaderEpoch: isStarted && leaderEpoch >= 0 ? leaderEpoch : null,
    startOffset: isStarted ? startOffset : null,
    lag: isStarted && lag >= 0n ? lag : null,
  };
}

/** `--describe`, `--describe --offsets`. */
export function offsetsTable(
  groupId: string,
  rows: readonly KnownShareOffset[],
  isVerbose: boolean,
): Table<KnownShareOffset> {
  return {
    columns: [
      { title: "GROUP", width: 15, of: () => groupId },
      { title: "TOPIC", width: 15, of: ({ topic }) => topic },
      { title: "PARTITION", width: 10, of: ({ partition }) => partition },
      ...isVerbose ? [LEADER_EPOCH] : [],
      { title: "START-OFFSET", width: 13, of: ({ startOffset }) => startOffset ?? MISSING },
      lagColumn("LAG", ({ lag }) => lag),
    ],
    rows,
  };
}

const LEADER_EPOCH: Column<KnownShareOffset> = {
  title: "LEADER-EPOCH",
  width: 13,
  of: ({ leaderEpoch }) => leaderEpoch ?? MISSING,
};

type Member = DescribedShareGroup["members"][number];

/** `--describe --members`. */
export function membersTable(
  { groupId, members }: DescribedShareGroup,
  isVerbose: boolean,
): Table<Member> {
  return {
    columns: [
      { title: "GROUP", width: 15, of: () => groupId },
      { title: "CONSUMER-ID", width: 15, of: ({ memberId }) => memberId },
      { title: "HOST", width: 15, of: ({ clientHost }) => clientHost },
      { title: "CLIENT-ID", width: 15, of: ({ clientId }) => clientId },
      { title: "#PARTITIONS", width: 12, of: countOf },
      ...isVerbose ? [MEMBER_EPOCH] : [],
      { title: "ASSIGNMENT", of: assignmentText },
    ],
    rows: [...members].sort((a, b) => countOf(b) - countOf(a)),
  };
}

const MEMBER_EPOCH: Column<Member> = {
  title: "MEMBER-EPOCH",
  width: 13,
  of: ({ memberEpoch }) => memberEpoch,
};

function countOf({ assignment }: Member): number {
  return assignment.topicPartitions.reduce((sum, { partitions }) => sum + partitions.length, 0);
}

function assignmentText({ assignment }: Member): string {
  return assignment.topicPartitions
    .map(({ topicName, partitions }) =>
      `${topicName}:${[...partitions].sort((a, b) => a - b).join(",")}`
    ).join(";");
}

/** `--describe --state`: a single row. */
export function stateTable(
  group: DescribedShareGroup,
  { host, port, id }: Pick<Node, "id" | "host" | "port">,
  isVerbose: boolean,
): Table<DescribedShareGroup> {
  return {
    columns: [
      { title: "GROUP", width: 15, of: ({ groupId }) => groupId },
      { title: "COORDINATOR (ID)", width: 25, of: () => `${host}:${port}  (${id})` },
      stateColumn(({ groupState }) => groupState, 15),
      ...isVerbose ? EPOCHS : [],
      { title: "#MEMBERS", of: ({ members }) => members.length },
    ],
    rows: [group],
  };
}

const EPOCHS: readonly Column<DescribedShareGroup>[] = [
  { title: "GROUP-EPOCH", width: 12, of: ({ groupEpoch }) => groupEpoch },
  { title: "ASSIGNMENT-EPOCH", width: 17, of: ({ assignmentEpoch }) => assignmentEpoch },
];
