/** `kafka-reassign-partitions --cancel` and `--list`. */
import { alterReplicaLogDirs } from "../../client/admin/log_dirs.ts";
import {
  alterReassignments,
  listReassignments,
  type Reassignment,
} from "../../client/admin/reassignments.ts";
import type { ClusterClient } from "../../client/cluster_client.ts";
import { partitionKey } from "../../client/topic_partition.ts";
import { named } from "../cluster.ts";
import { OptionError } from "../options/option_error.ts";
import type { ToolOutput } from "../output/tool_output.ts";
import { directoryMoves, replicaName } from "./execute.ts";
import { nameOf, parseExecutablePlan, type PlannedPartition } from "./plan_file.ts";
import { heldReplicas } from "./present_plan.ts";
import { clearThrottles, plural } from "./throttles.ts";

/** @throws {JsonError | OptionError | ApiError} */
export async function cancelPlan(
  cluster: ClusterClient,
  output: ToolOutput,
  text: string,
  preservesThrottles: boolean,
): Promise<void> {
  const plan = parseExecutablePlan(text);
  await cancelReassignments(cluster, output, plan);
  await cancelMoves(cluster, output, plan);
  if (!preservesThrottles) await clearThrottles(cluster, output, plan);
}

async function cancelReassignments(
  cluster: ClusterClient,
  output: ToolOutput,
  plan: readonly PlannedPartition[],
): Promise<void> {
  const underWay = await named("listPartitionReassignments", listReassignments(cluster));
  const names = new Set(plan.map(nameOf));
  const concerned = underWay.filter((reassignment) => names.has(nameOf(reassignment)));
  if (concerned.length === 0) {
    return output.line("None of the specified partition reassignments are active.");
  }
  const outcomes = await named(
    "alterPartitionReassignments",
    alterReassignments(cluster, concerned.map((it) => ({ ...it, replicas: null }))),
  );
  const failed = outcomes.filter(({ error }) => error !== null);
  if (failed.length > 0) {
    const texts = failed.map((outcome) => `${nameOf(outcome)}: ${outcome.error!.message}`);
    const s = plural(failed);
    throw new OptionError(`Error cancelling partition reassignment${s} for:\n${texts.join("\n")}`);
  }
  output.line(
    `Successfully cancelled partition reassignment${plural(concerned)} for: ` +
      concerned.map(nameOf).join(","),
  );
}

/** A replica that moves to another directory is told to stay where it is. */
async function cancelMoves(
  cluster: ClusterClient,
  output: ToolOutput,
  plan: readonly PlannedPartition[],
): Promise<void> {
  const moves = directoryMoves(plan);
  const held = await heldReplicas(cluster, moves.map(({ brokerId }) => brokerId));
  const back = moves.flatMap((move) => {
    const replica = held.get(move.brokerId)?.get(partitionKey(move));
    const isMoving = replica !== undefined && replica.future !== null;
    return isMoving ? [{ ...move, directory: replica.directory }] : [];
  });
  if (back.length === 0) {
    return output.line("None of the specified partition moves are active.");
  }
  await alterReplicaLogDirs(cluster, back);
  output.line(
    `Successfully cancelled log directory move${plural(back)} for: ` +
      back.map(replicaName).join(","),
  );
}

/** @throws {ApiError} */
export async function printReassignments(
  cluster: ClusterClient,
  output: ToolOutput,
): Promise<void> {
  const underWay = await named(
    "listPartitionReassignments",
    listReassignments(cluster, cluster.options),
  );
  const lines = underWay.length === 0
    ? ["No partition reassignments found."]
    : [output.asHeading("Current partition reassignments:"), ...underWay.map(listed)];
  output.report(underWay, `${lines.join("\n")}\n`);
}

function listed(reassignment: Reassignment): string {
  const { replicas, adding, removing } = reassignment;
  const more = (what: string, ids: readonly number[]) =>
    ids.length === 0 ? "" : ` ${what}: ${ids.join(",")}.`;
  return `${nameOf(reassignment)}: replicas: ${replicas.join(",")}.${more("adding", adding)}` +
    more("removing", removing);
}
