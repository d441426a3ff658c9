/** `kafka-reassign-partitions --execute`: starts what a plan says. */
import { alterReplicaLogDirs, type ReplicaMove } from "../../client/admin/log_dirs.ts";
import { alterReassignments, listReassignments } from "../../client/admin/reassignments.ts";
import type { ClusterClient } from "../../client/cluster_client.ts";
import { Errors } from "../../protocol/errors.ts";
import { named } from "../cluster.ts";
import { OptionError } from "../options/option_error.ts";
import { type Progress, withProgress } from "../output/progress.ts";
import type { ToolOutput } from "../output/tool_output.ts";
import {
  ANY_DIRECTORY,
  nameOf,
  parseExecutablePlan,
  type PlannedPartition,
  planText,
} from "./plan_file.ts";
import { presentPlanOf } from "./present_plan.ts";
import { plural, throttleLogDirs, throttleMoves } from "./throttles.ts";

export interface ExecuteOptions {
  readonly planText: string;
  readonly isAdditional: boolean;
  /** Undefined: as it is. */
  readonly throttle: number | undefined;
  readonly logDirThrottle: number | undefined;
  readonly timeoutMs: number;
  /** Whether a partition may have more or fewer replicas than before. */
  readonly mayChangeFactor: boolean;
}

const PAUSE_MS = 100;

/** @throws {JsonError | OptionError | ApiError} */
export async function executePlan(
  cluster: ClusterClient,
  output: ToolOutput,
  options: ExecuteOptions,
): Promise<void> {
  const plan = parseExecutablePlan(options.planText);
  const underWay = await named("listPartitionReassignments", listReassignments(cluster));
  if (underWay.length > 0 && !options.isAdditional) {
    throw new OptionError(
      "Cannot execute because there is an existing partition assignment.  Use --additional to " +
        "override this and create a new partition assignment in addition to the existing one. " +
        "The --additional flag can also be used to change the throttle by resubmitting the " +
        "current reassignment.",
    );
  }
  await refuseUnknownBrokers(cluster, plan);
  const present = await presentPlanOf(cluster, plan);
  output.line(`Current partition replica assignment\n\n${planText(present)}\n`);
  output.line("Save this to use as the --reassignment-json-file option during rollback");
  const moves = directoryMoves(plan);
  const { throttle = -1, logDirThrottle = -1 } = options;
  if (throttle >= 0 || logDirThrottle >= 0) {
    output.line(
      "Warning: You must run --verify periodically, until the reassignment completes, to ensure " +
        "the throttle is removed.",
    );
  }
  if (throttle >= 0) {
    await throttleMoves(cluster, plan, present, underWay, throttle);
    output.line(`The inter-broker throttle limit was set to ${throttle} B/s`);
  }
  if (logDirThrottle >= 0) {
    await throttleLogDirs(cluster, moves.map(({ brokerId }) => brokerId), logDirThrottle);
    output.line(`The replica-alter-dir throttle limit was set to ${logDirThrottle} B/s`);
  }
  await start(cluster, plan, options.mayChangeFactor);
  output.line(
    `Successfully started partition reassignment${plural(plan)} for ${plan.map(nameOf).join(",")}`,
  );
  if (moves.length === 0) return;
  await withProgress(
    cluster.runtime,
    { what: "Starting moves", total: moves.length },
    (progress) => startMoves(cluster, output, moves, options.timeoutMs, progress),
  );
}

/** @throws {OptionError} */
async function refuseUnknownBrokers(
  cluster: ClusterClient,
  plan: readonly PlannedPartition[],
): Promise<void> {
  const live = (await named("listNodes", cluster.nodes())).map(({ id }) => id);
  const unknown = plan.flatMap(({ replicas }) => replicas).find((id) => !live.includes(id));
  if (unknown !== undefined) throw new OptionError(`Unknown broker id ${unknown}`);
}

/** @throws {OptionError} */
async function start(
  cluster: ClusterClient,
  plan: readonly PlannedPartition[],
  mayChangeFactor: boolean,
): Promise<void> {
  const outcomes = await named(
    "alterPartitionReassignments",
    alterReassignments(cluster, plan, { mayChangeFactor }),
  );
  const failed = outcomes.filter(({ error }) => error !== null);
  if (failed.length === 0) return;
  const texts = failed.map((outcome) => `${nameOf(outcome)}: ${outcome.error!.message}`);
  throw new OptionError(`Error reassigning partition(s):\n${texts.join("\n")}`);
}

/** The replicas that are to be in a directory that the plan names. */
export function directoryMoves(plan: readonly PlannedPartition[]): ReplicaMove[] {
  return plan.flatMap(({ topic, partition, replicas, directories }) =>
    replicas.map((brokerId, i) => ({ topic, partition, brokerId, directory: directories[i] }))
      .filter(({ directory }) => directory !== ANY_DIRECTORY)
  );
}

/** A replica that is not there yet may come until the time is up. @throws {OptionError} */
async function startMoves(
  cluster: ClusterClient,
  output: ToolOutput,
  moves: readonly ReplicaMove[],
  timeoutMs: number,
  progress: Progress,
): Promise<void> {
  const { clock } = cluster.runtime;
  const deadlineMs = clock.monotonic() + timeoutMs;
  let left = moves;
  while (true) {
    const errors = await alterReplicaLogDirs(cluster, left);
    const isOver = clock.monotonic() + PAUSE_MS >= deadlineMs;
    const failed = left.find((_, i) =>
      errors[i] !== null && (isOver || errors[i].code !== Errors.REPLICA_NOT_AVAILABLE)
    );
    if (failed !== undefined) {
      throw new OptionError(`Failed to alter dir for ${replicaName(failed)}`);
    }
    const started = left.filter((_, i) => errors[i] === null);
    left = left.filter((_, i) => errors[i] !== null);
    progress.add(started.length);
    if (started.length > 0) {
      output.line(
        `Successfully started log directory move${plural(started)} for: ` +
          started.map(replicaName).join(","),
      );
    }
    if (left.length === 0) return;
    await clock.sleep(PAUSE_MS);
  }
}

export function replicaName(move: ReplicaMove): string {
  return `${nameOf(move)}-${move.brokerId}`;
}
