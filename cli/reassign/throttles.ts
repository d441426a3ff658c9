/** Throttles of moving replicas: settings of the brokers (how fast) and of the topics (whose replicas). */
import {
  alterConfigs,
  type ConfigChange,
  type ConfigResource,
} from "../../client/admin/configs.ts";
import { inOrder, type Reassignment } from "../../client/admin/reassignments.ts";
import type { ClusterClient } from "../../client/cluster_client.ts";
import { named } from "../cluster.ts";
import type { ToolOutput } from "../output/tool_output.ts";
import { nameOf, type PlannedPartition } from "./plan_file.ts";

const LEADER_RATE = "leader.replication.throttled.rate";
const FOLLOWER_RATE = "follower.replication.throttled.rate";
const LOG_DIR_RATE = "replica.alter.log.dirs.io.max.bytes.per.second";
const LEADER_REPLICAS = "leader.replication.throttled.replicas";
const FOLLOWER_REPLICAS = "follower.replication.throttled.replicas";

/** From where a partition's records are copied, and to where. */
interface Move {
  readonly topic: string;
  readonly partition: number;
  readonly sources: readonly number[];
  readonly destinations: readonly number[];
}

/** The moves that lead from the present places to the planned ones, together with those under way. */
function movesOf(
  plan: readonly PlannedPartition[],
  present: readonly PlannedPartition[],
  underWay: readonly Reassignment[],
): Move[] {
  const moves = new Map<string, Move>(underWay.map((reassignment) => [
    nameOf(reassignment),
    {
      topic: reassignment.topic,
      partition: reassignment.partition,
      sources: reassignment.replicas.filter((id) => !reassignment.adding.includes(id)),
      destinations: reassignment.adding,
    },
  ]));
  plan.forEach((planned, i) => {
    const { topic, partition } = planned;
    const before = moves.get(nameOf(planned));
    const sources = before?.sources ?? present[i].replicas;
    const destinations = planned.replicas.filter((id) => !sources.includes(id));
    moves.set(nameOf(planned), { topic, partition, sources, destinations });
  });
  return [...moves.values()].sort(inOrder);
}

/** Limits what replicas copy from other brokers. @throws {ApiError} */
export async function throttleMoves(
  cluster: ClusterClient,
  plan: readonly PlannedPartition[],
  present: readonly PlannedPartition[],
  underWay: readonly Reassignment[],
  bytesPerSecond: number,
): Promise<void> {
  const moves = movesOf(plan, present, underWay);
  const pairs = (ofTopic: readonly Move[], side: "sources" | "destinations") =>
    ofTopic.flatMap((move) => move[side].map((broker) => `${move.partition}:${broker}`)).join(",");
  const topics = [...Map.groupBy(moves, ({ topic }) => topic)].map(([name, ofTopic]) => ({
    type: "topic" as const,
    name,
    changes: [
      set(LEADER_REPLICAS, pairs(ofTopic, "sources")),
      set(FOLLOWER_REPLICAS, pairs(ofTopic, "destinations")),
    ],
  }));
  const brokers = new Set(
    moves.flatMap(({ sources, destinations }) => [...sources, ...destinations]),
  );
  await alter(cluster, topics);
  await alter(
    cluster,
    [...brokers].map((id) => ({
      type: "broker" as const,
      name: String(id),
      changes: [LEADER_RATE, FOLLOWER_RATE].map((name) => set(name, String(bytesPerSecond))),
    })),
  );
}

/** Limits what replicas copy between directories of one broker. @throws {ApiError} */
export async function throttleLogDirs(
  cluster: ClusterClient,
  brokers: readonly number[],
  bytesPerSecond: number,
): Promise<void> {
  await alter(
    cluster,
    [...new Set(brokers)].map((id) => ({
      type: "broker" as const,
      name: String(id),
      changes: [set(LOG_DIR_RATE, String(bytesPerSecond))],
    })),
  );
}

/** Takes all these limits away, on the brokers of the cluster and of the plan. @throws {ApiError} */
export async function clearThrottles(
  cluster: ClusterClient,
  output: ToolOutput,
  plan: readonly PlannedPartition[],
): Promise<void> {
  const live = (await named("listNodes", cluster.nodes())).map(({ id }) => id);
  const brokers = [...new Set([...live, ...plan.flatMap(({ replicas }) => replicas)])]
    .sort((a, b) => a - b);
  output.line(`Clearing broker-level throttles on broker${plural(brokers)} ${brokers.join(",")}`);
  await alter(
    cluster,
    brokers.map((id) => ({
      type: "broker" as const,
      name: String(id),
      changes: [LEADER_RATE, FOLLOWER_RATE, LOG_DIR_RATE].map(remove),
    })),
  );
  const topics = [...new Set(plan.map(({ topic }) => topic))].sort();
  output.line(`Clearing topic-level throttles on topic${plural(topics)} ${topics.join(",")}`);
  await alter(
    cluster,
    topics.map((name) => ({
      type: "topic" as const,
      name,
      changes: [LEADER_REPLICAS, FOLLOWER_REPLICAS].map(remove),
    })),
  );
}

export function plural(list: readonly unknown[]): string {
  return list.length === 1 ? "" : "s";
}

function set(name: string, value: string): ConfigChange {
  return { name, operation: "set", value };
}

function remove(name: string): ConfigChange {
  return { name, operation: "delete" };
}

/** @throws {ApiError} The first one. */
async function alter(
  cluster: ClusterClient,
  resources: readonly (ConfigResource & { readonly changes: readonly ConfigChange[] })[],
): Promise<void> {
  const results = await named(
    "incrementalAlterConfigs",
    alterConfigs(cluster, resources, cluster.options),
  );
  for (const { error } of results) if (error !== null) throw error;
}
