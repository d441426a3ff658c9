/** `--describe --members`. */
import { byTopic, type TopicPartition } from "../../client/topic_partition.ts";
import { type Column, MISSING, textTable } from "../text_table.ts";
import type { GroupDescription, GroupMember } from "./group_description.ts";

/** What follows the last padded column: nothing, after a blank. */
const END: Column = { title: "", width: null };

/**
 * Verbose tables of classic groups are those of Kafka 3.5: what 4.3 has in addition, epochs and target assignments, is
 * always empty for them, and it spells the assignment otherwise.
 */
export function membersTable(group: GroupDescription, verbose: boolean): string {
  const members = [...group.members].sort((a, b) => b.assignment.length - a.assignment.length);
  const hasInstances = members.some(({ groupInstanceId }) => groupInstanceId !== null);
  const { columns, cells } = additionFor(group, verbose);
  return textTable(
    [
      { title: "GROUP", width: 15 },
      { title: "CONSUMER-ID", width: 15 },
      ...hasInstances ? [{ title: "GROUP-INSTANCE-ID", width: 17 }] : [],
      { title: "HOST", width: 15 },
      { title: "CLIENT-ID", width: 15 },
      { title: "#PARTITIONS", width: 15 },
      ...columns,
    ],
    members.map((member) => [
      group.groupId,
      member.memberId,
      ...hasInstances ? [member.groupInstanceId ?? ""] : [],
      member.host,
      member.clientId,
      `${member.assignment.length}`,
      ...cells(member),
    ]),
  );
}

interface Addition {
  readonly columns: readonly Column[];
  readonly cells: (member: GroupMember) => readonly string[];
}

function additionFor({ epochs }: GroupDescription, verbose: boolean): Addition {
  if (!verbose) return { columns: [END], cells: () => [""] };
  if (epochs === undefined) {
    return {
      columns: [{ title: "ASSIGNMENT", width: null }],
      cells: ({ assignment }) => [
        byTopicText(assignment, (topic, list) => `${topic}(${list})`, ", "),
      ],
    };
  }
  return {
    columns: [
      { title: "CURRENT-EPOCH", width: 15 },
      { title: "CURRENT-ASSIGNMENT", width: 20 },
      { title: "TARGET-EPOCH", width: 15 },
      { title: "TARGET-ASSIGNMENT", width: 20 },
    ],
    cells: ({ assignment, target }) => {
      const text = (partitions: readonly TopicPartition[]) =>
        byTopicText(partitions, (topic, list) => `${topic}:${list}`, ";");
      const assigned = target?.assignment ?? [];
      return [
        `${target?.memberEpoch ?? MISSING}`,
        text(assignment),
        // All members have the same target epoch.
        `${epochs.assignment}`,
        text(assigned),
      ];
    },
  };
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
