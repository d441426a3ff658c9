/** What all Raft requests have around their one partition (section 1.3). */
import { Errors } from "../../../protocol/errors.ts";
import { ZERO_UUID } from "../../../protocol/uuid.ts";
import type { RaftAnswer } from "../messages.ts";
import { type Endpoint, METADATA_PARTITION, METADATA_TOPIC, type ReplicaKey } from "../types.ts";

/** A request as it was understood, or the top-level error that answers it. */
export type Understood<Request> =
  | { readonly request: Request }
  | { readonly topLevelError: number };

export interface TopicOf<Partition> {
  readonly topicName: string;
  readonly partitions: readonly Partition[];
}

/** Null is accepted; another cluster's id is not. */
export function isOtherCluster(clusterId: string | null, ownClusterId: string): boolean {
  return clusterId !== null && clusterId !== ownClusterId;
}

/** The partition of a request about the metadata log and nothing else; undefined for any other request. */
export function onlyPartition<Partition extends { readonly partitionIndex: number }>(
  topics: readonly TopicOf<Partition>[],
): Partition | undefined {
  if (topics.length !== 1 || topics[0].topicName !== METADATA_TOPIC) return undefined;
  const { partitions } = topics[0];
  if (partitions.length !== 1 || partitions[0].partitionIndex !== METADATA_PARTITION) {
    return undefined;
  }
  return partitions[0];
}

/** Unwraps requests that Vote, BeginQuorumEpoch and EndQuorumEpoch have in common. */
export function unwrap<Partition extends { readonly partitionIndex: number }, Request>(
  clusterId: string | null,
  topics: readonly TopicOf<Partition>[],
  ownClusterId: string,
  read: (partition: Partition) => Request,
): Understood<Request> {
  if (isOtherCluster(clusterId, ownClusterId)) {
    return { topLevelError: Errors.INCONSISTENT_CLUSTER_ID };
  }
  const partition = onlyPartition(topics);
  if (partition === undefined) return { topLevelError: Errors.INVALID_REQUEST };
  return { request: read(partition) };
}

/** `voterId` is -1 where the version does not say who is meant. */
export function voterOrNull(voterId: number, directoryId: string): ReplicaKey | null {
  return voterId < 0 ? null : { id: voterId, directoryId };
}

export function idOrMinusOne(id: number | null): number {
  return id ?? -1;
}

/** Where the answer's leader listens, in the form of answers: a field of `firstVersion` and up. */
export function nodeEndpoints(
  answer: RaftAnswer,
  leaderEndpoint: Endpoint | undefined,
  version: number,
  firstVersion = 1,
): { nodeEndpoints?: { nodeId: number; host: string; port: number }[] } {
  if (version < firstVersion || answer.leaderId === null || leaderEndpoint === undefined) return {};
  const { host, port } = leaderEndpoint;
  return { nodeEndpoints: [{ nodeId: answer.leaderId, host, port }] };
}

/** The leader's endpoint in an answer, as one of `listener`, the only one that replicas use. */
export function leaderEndpoints(
  leaderId: number,
  endpoints: readonly { readonly nodeId: number; readonly host: string; readonly port: number }[],
  listener: string,
): Endpoint[] {
  return endpoints.filter(({ nodeId }) => nodeId === leaderId).slice(0, 1)
    .map(({ host, port }) => ({ name: listener, host, port }));
}

/** Names of listeners are compared in upper case. */
export function upperCaseNames(endpoints: readonly Endpoint[]): Endpoint[] {
  return endpoints.map(({ name, host, port }) => ({ name: name.toUpperCase(), host, port }));
}

/** The quorum's facts in an answer that carries none: known to nobody. */
export function withoutPartition(topLevelError: number) {
  return {
    topLevelError,
    error: Errors.NONE,
    leaderId: null,
    epoch: -1,
    leaderEndpoints: [],
  };
}

export function voterKeyFields(voter: ReplicaKey | null) {
  return {
    voterId: voter?.id ?? -1,
    voterDirectoryId: voter?.directoryId ?? ZERO_UUID,
  };
}
