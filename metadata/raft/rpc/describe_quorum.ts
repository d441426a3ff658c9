/** DescribeQuorum (API 55): the leader's view of all replicas. */
import { Apis } from "../../../protocol/apis.ts";
import type { DecodedMessage, EncodableMessage } from "../../../protocol/codec/message.ts";
import { errorMessage, Errors } from "../../../protocol/errors.ts";
import type {
  DescribeQuorumRequest as Request,
  DescribeQuorumResponse as Response,
} from "../../../protocol/messages/describe_quorum.ts";
import type { Clock } from "../../../runtime/runtime.ts";
import type { RaftCore } from "../core.ts";
import type { LeaderState, ReplicaProgress } from "../leader_state.ts";
import { METADATA_PARTITION, METADATA_TOPIC } from "../types.ts";
import * as envelope from "./envelope.ts";

export const DESCRIBE_QUORUM = Apis.DescribeQuorum;
/** First version that tells directories and listeners. */
const DIRECTORIES_SINCE = 2;

export function answer(
  core: RaftCore,
  request: DecodedMessage<typeof Request>,
  clock: Pick<Clock, "now" | "monotonic">,
  version: number,
): EncodableMessage<typeof Response> {
  if (envelope.onlyPartition(request.topics) === undefined) {
    return failed(request, Errors.UNKNOWN_TOPIC_OR_PARTITION);
  }
  const { state } = core;
  if (state.kind !== "leader") return failed(request, Errors.NOT_LEADER_OR_FOLLOWER);
  const describe = describer(core, state, clock, version);
  return {
    errorCode: Errors.NONE,
    errorMessage: "",
    topics: [{
      topicName: METADATA_TOPIC,
      partitions: [{
        partitionIndex: METADATA_PARTITION,
        errorCode: Errors.NONE,
        errorMessage: "",
        leaderId: core.local.id,
        leaderEpoch: core.epoch,
        highWatermark: BigInt(core.highWatermark),
        currentVoters: state.voters.map(describe),
        observers: state.observers(clock.monotonic()).map(describe),
      }],
    }],
    nodes: version < DIRECTORIES_SINCE
      ? []
      : core.voters.voters.map((voter) => ({ nodeId: voter.id, listeners: voter.endpoints })),
  };
}

/** Times of the state machine are monotonic; tools want wall time. */
function describer(
  core: RaftCore,
  leader: LeaderState,
  clock: Pick<Clock, "now" | "monotonic">,
  version: number,
) {
  const nowMs = clock.now();
  const offsetMs = nowMs - clock.monotonic();
  const wallTime = (timeMs: number) => timeMs < 0 ? -1n : BigInt(Math.round(timeMs + offsetMs));
  return ({ key, ...progress }: ReplicaProgress) => {
    const isLeader = key.id === leader.local.id;
    return {
      replicaId: key.id,
      ...version >= DIRECTORIES_SINCE && { replicaDirectoryId: key.directoryId },
      logEndOffset: BigInt(isLeader ? core.log.endOffset : progress.endOffset),
      lastFetchTimestamp: isLeader ? BigInt(nowMs) : wallTime(progress.lastFetchMs),
      lastCaughtUpTimestamp: isLeader ? BigInt(nowMs) : wallTime(progress.lastCaughtUpMs),
    };
  };
}

function failed(
  request: DecodedMessage<typeof Request>,
  errorCode: number,
): EncodableMessage<typeof Response> {
  return {
    errorCode: Errors.NONE,
    errorMessage: "",
    topics: request.topics.map(({ topicName, partitions }) => ({
      topicName,
      partitions: partitions.map(({ partitionIndex }) => ({
        partitionIndex,
        errorCode,
        errorMessage: errorMessage(errorCode),
        leaderId: 0,
        leaderEpoch: 0,
        highWatermark: 0n,
        currentVoters: [],
        observers: [],
      })),
    })),
    nodes: [],
  };
}
