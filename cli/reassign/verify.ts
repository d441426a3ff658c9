/** `kafka-reassign-partitions --verify`: how far a plan is. */
import type { ReplicaMove } from "../../client/admin/log_dirs.ts";
import { listReassignments, type Reassignment } from "../../client/admin/reassignments.ts";
import type { ClusterClient } from "../../client/cluster_client.ts";
import { partitionKey } from "../../client/topic_partition.ts";
import { named, topicsByName } from "../cluster.ts";
import type { ToolOutput } from "../output/tool_output.ts";
import { showShare } from "../output/progress.ts";
import { directoryMoves, replicaName } from "./execute.ts";
import { nameOf, parsePlan, type PlannedPartition } from "./plan_file.ts";
import { type HeldReplica, heldReplicas } from "./present_plan.ts";
import { clearThrottles } from "./throttles.ts";

interface State {
  readonly status: "completed" | "inProgress" | "notFound" | "notStarted" | "otherDirectory";
  readonly text: string;
}

/** @throws {JsonError | ApiError} */
export async function verifyPlan(
  cluster: ClusterClient,
  output: ToolOutput,
  text: string,
  preservesThrottles: boolean,
): Promise<void> {
  const plan = parsePlan(text);
  const underWay = await named("listPartitionReassignments", listReassignments(cluster));
  const topics = await topicsByName(cluster, plan.map(({ topic }) => topic));
  const states = plan.map((planned) => {
    const present = topics.get(planned.topic)?.partitions
      .find(({ partition }) => partition === planned.partition);
    return partitionState(planned, present?.replicas ?? [], underWay);
  });
  const show = (lines: readonly string[]) => {
    if (!output.isJson) output.line(lines.join("\n"));
  };
  show([
    output.asHeading("Status of partition reassignment:"),
    ...states.map(({ text }) => text),
  ]);
  const moves = directoryMoves(plan);
  const held = await heldReplicas(cluster, moves.map(({ brokerId }) => brokerId));
  const moveStates = moves.map((move) => {
    const ofBroker = held.get(move.brokerId);
    return moveState(move, ofBroker?.get(partitionKey(move)), ofBroker !== undefined);
  });
  show(moveStates.map(({ text }) => text));
  const document = {
    partitions: plan.map(({ topic, partition, replicas }, i) => {
      const { status, text } = states[i];
      return { topic, partition, replicas, status, message: text };
    }),
    moves: moves.map(({ topic, partition, brokerId, directory }, i) => {
      const { status, text } = moveStates[i];
      return { topic, partition, broker: brokerId, logDir: directory, status, message: text };
    }),
  };
  output.json(document);
  const all = [...states, ...moveStates];
  showShare(cluster.runtime, {
    what: "Completed",
    done: all.filter(({ status }) => status === "completed").length,
    total: all.length,
  });
  const isUnderWay = ({ status }: State) => status === "inProgress" || status === "otherDirectory";
  if (preservesThrottles || all.some(isUnderWay)) return;
  await clearThrottles(cluster, output, plan);
}

function partitionState(
  planned: PlannedPartition,
  present: readonly number[],
  underWay: readonly Reassignment[],
): State {
  const name = nameOf(planned);
  if (underWay.some((reassignment) => nameOf(reassignment) === name)) {
    return {
      status: "inProgress",
      text: `Reassignment of partition ${name} is still in progress.`,
    };
  }
  if (present.join() === planned.replicas.join()) {
    return { status: "completed", text: `Reassignment of partition ${name} is completed.` };
  }
  return {
    status: "notStarted",
    text: `There is no active reassignment of partition ${name}, but replica set is ` +
      `${present.join(",")} rather than ${planned.replicas.join(",")}.`,
  };
}

function moveState(
  move: ReplicaMove,
  held: HeldReplica | undefined,
  isBrokerLive: boolean,
): State {
  const { directory: target, brokerId } = move;
  const partition = nameOf(move);
  const replica = replicaName(move);
  if (held === undefined) {
    return {
      status: "notFound",
      text: isBrokerLive
        ? `Partition ${partition} is not found in any live log dir on broker ${brokerId}. There is ` +
          "likely an offline log directory on the broker."
        : `Partition ${partition} cannot be found in any live log directory on broker ${brokerId}.`,
    };
  }
  const { directory, future } = held;
  if (directory === target && future === null) {
    return {
      status: "completed",
      text: `Reassignment of replica ${replica} completed successfully.`,
    };
  }
  if (future === target) {
    return {
      status: "inProgress",
      text: `Reassignment of replica ${replica} is still in progress.`,
    };
  }
  if (future !== null) {
    return {
      status: "otherDirectory",
      text: `Partition ${partition} on broker ${brokerId} is being moved to log dir ${future} ` +
        `instead of ${target}.`,
    };
  }
  return {
    status: "notStarted",
    text: `Partition ${partition} on broker ${brokerId} is not being moved from log dir ` +
      `${directory} to ${target}.`,
  };
}
