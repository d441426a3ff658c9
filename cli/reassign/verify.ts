/** `kafka-reassign-partitions --verify`: how far a plan is. */
import type { ReplicaMove } from "../../client/admin/log_dirs.ts";
import { listReassignments, type Reassignment } from "../../client/admin/reassignments.ts";
import type { ClusterClient } from "../../client/cluster_client.ts";
import { partitionKey } from "../../client/topic_partition.ts";
import { named, topicsByName } from "../cluster.ts";
import { showShare } from "../progress.ts";
import type { ToolOutput } from "../output.ts";
import { directoryMoves, replicaName } from "./execute.ts";
import { nameOf, parsePlan, type PlannedPartition } from "./plan_file.ts";
import { type HeldReplica, heldReplicas } from "./present_plan.ts";
import { clearThrottles } from "./throttles.ts";

interface State {
  readonly text: string;
  readonly isUnderWay: boolean;
  readonly isDone: boolean;
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
  output.line(
    ["Status of partition reassignment:", ...states.map(({ text }) => text)].join("\n"),
  );
  const moves = directoryMoves(plan);
  const held = await heldReplicas(cluster, moves.map(({ brokerId }) => brokerId));
  const moveStates = moves.map((move) => {
    const ofBroker = held.get(move.brokerId);
    return moveState(move, ofBroker?.get(partitionKey(move)), ofBroker !== undefined);
  });
  output.line(moveStates.map(({ text }) => text).join("\n"));
  const all = [...states, ...moveStates];
  showShare(cluster.runtime, {
    what: "Completed",
    done: all.filter(({ isDone }) => isDone).length,
    total: all.length,
  });
  if (preservesThrottles || all.some(({ isUnderWay }) => isUnderWay)) return;
  await clearThrottles(cluster, output, plan);
}

function partitionState(
  planned: PlannedPartition,
  present: readonly number[],
  underWay: readonly Reassignment[],
): State {
  const name = nameOf(planned);
  if (underWay.some((reassignment) => nameOf(reassignment) === name)) {
    return underWayState(`Reassignment of partition ${name} is still in progress.`);
  }
  const isDone = present.join() === planned.replicas.join();
  return {
    text: isDone
      ? `Reassignment of partition ${name} is completed.`
      : `There is no active reassignment of partition ${name}, but replica set is ` +
        `${present.join(",")} rather than ${planned.replicas.join(",")}.`,
    isUnderWay: false,
    isDone,
  };
}

function underWayState(text: string): State {
  return { text, isUnderWay: true, isDone: false };
}

function moveState(
  move: ReplicaMove,
  held: HeldReplica | undefined,
  isBrokerLive: boolean,
): State {
  const { directory: target, brokerId } = move;
  const partition = nameOf(move);
  const replica = replicaName(move);
  const ended = (text: string, isDone = false) => ({ text, isUnderWay: false, isDone });
  if (held === undefined) {
    return ended(
      isBrokerLive
        ? `Partition ${partition} is not found in any live log dir on broker ${brokerId}. There is ` +
          "likely an offline log directory on the broker."
        : `Partition ${partition} cannot be found in any live log directory on broker ${brokerId}.`,
    );
  }
  const { directory, future } = held;
  if (directory === target && future === null) {
    return ended(`Reassignment of replica ${replica} completed successfully.`, true);
  }
  if (future === target) {
    return underWayState(`Reassignment of replica ${replica} is still in progress.`);
  }
  if (future !== null) {
    return underWayState(
      `Partition ${partition} on broker ${brokerId} is being moved to log dir ${future} ` +
        `instead of ${target}.`,
    );
  }
  return ended(
    `Partition ${partition} on broker ${brokerId} is not being moved from log dir ${directory} to ` +
      `${target}.`,
  );
}
