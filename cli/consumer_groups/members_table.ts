/** `--describe --members`. */
import { byTopic, type TopicPartition } from "../../client/topic_partition.ts";
import type { Column, Table } from "../output/listing.ts";
import { MISSING } from "../output/text_table.ts";
import type { GroupDescription, GroupMember } from "./group_description.ts";

/** What follows the last padded column: nothing, after a blank. */
const END: Column<GroupMember> = { title: "", of: () => undefined };

/**
 * Verbose tables of classic groups are those of Kafka 3.5: what 4.3 has in addition, epochs and target assignments, is
 * always empty for them, and it spells the assignment otherwise.
 */
export function membersTable(group: GroupDescription, verbose: boolean): Table<GroupMember> {
  const members = [...group.members].sort((a, b) => b.assignment.length - a.assignment.length);
  const hasInstances = members.some(({ groupInstanceId }) => groupInstanceId !== null);
  return {
    columns: [
      { title: "GROUP", width: 15, of: () => group.groupId },
      { title: "CONSUMER-ID", width: 15, of: ({ memberId }) => memberId },
      ...hasInstances ? [INSTANCE] : [],
      { title: "HOST", width: 15, of: ({ host }) => host },
      { title: "CLIENT-ID", width: 15, of: ({ clientId }) => clientId },
      { title: "#PARTITIONS", width: 15, of: ({ assignment }) => assignment.length },
      ...verbose ? assignmentColumns(group) : [END],
    ],
    rows: members,
  };
}

const INSTANCE: Column<GroupMember> = {
  title: "GROUP-INSTANCE-ID",
  width: 17,
  of: ({ groupInstanceId }) => groupInstanceId ?? "",
};

function assignmentColumns({ epochs }: GroupDescription): readonly Column<GroupMember>[] {
  if (epochs === undefined) {
    return [{
      title: "ASSIGNMENT",
      of: ({ assignment }) => byTopicText(assignment, (topic, list) => `${topic}(${list})`, ", "),
    }];
  }
  const text = (partitions: readonly TopicPartition[]) =>
    byTopicText(partitions, (topic, list) => `${topic}:${list}`, ";");
  return [
    { title: "CURRENT-EPOCH", width: 15, of: ({ target }) => target?.memberEpoch ?? MISSING },
    { title: "CURRENT-ASSIGNMENT", width: 20, of: ({ assignment }) => text(assignment) },
    // All members have the same target epoch.
    { title: "TARGET-EPOCH", width: 15, of: () => epochs.assignment },
    {
      title: "TARGET-ASSIGNMENT",
      width: 20,
      of: ({ target }) => text(target?.assignment ?? []),
    },
  ];
}

function byTopicText(
  partitions: readonly TopicPartition[],
  ofTopic: (topic: string, list: string) => string,
  separator: string,
): string {
  const topics = [...byTopic(partitions)].map(([topic, list]) =>
    ofTopic(topic, list.map(({ partition }) => partition).join(","))
  );
  return topics.join(separator) || MISSING;
}
