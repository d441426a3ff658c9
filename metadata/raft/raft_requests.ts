/** Answers what other nodes and tools ask of this replica: one method per API. */
import type { DecodedMessage, EncodableMessage } from "../../protocol/codec/message.ts";
import { Errors } from "../../protocol/errors.ts";
import type { ReplicaProgress } from "./leader_state.ts";
import type { FetchDecision } from "./messages.ts";
import { MAX_FETCH_BYTES } from "./outbound.ts";
import type { RaftNode } from "./raft_node.ts";
import * as begin from "./rpc/begin_quorum_epoch.ts";
import * as describe from "./rpc/describe_quorum.ts";
import * as end from "./rpc/end_quorum_epoch.ts";
import * as fetch from "./rpc/fetch.ts";
import * as fetchSnapshot from "./rpc/fetch_snapshot.ts";
import * as voters from "./rpc/raft_voters.ts";
import * as updateVoter from "./rpc/update_raft_voter.ts";
import * as vote from "./rpc/vote.ts";
import type { Endpoint } from "./types.ts";

/** How a request came in. */
export interface RaftRequestContext {
  readonly version: number;
  /** Name of the listener, upper case. */
  readonly listener: string;
}

type Request<Api extends { request: any }> = DecodedMessage<Api["request"]>;
type Response<Api extends { response: any }> = EncodableMessage<Api["response"]>;

export class RaftRequests {
  constructor(readonly node: RaftNode, readonly clusterId: string) {}

  /**
   * The answer to any request of the APIs that Raft has.
   *
   * @throws {RangeError} For other APIs.
   */
  handle(apiKey: number, request: any, context: RaftRequestContext): Promise<any> {
    switch (apiKey) {
      case fetch.FETCH.key:
        return this.fetch(request, context);
      case vote.VOTE.key:
        return this.vote(request, context);
      case begin.BEGIN_QUORUM_EPOCH.key:
        return this.beginQuorumEpoch(request, context);
      case end.END_QUORUM_EPOCH.key:
        return this.endQuorumEpoch(request, context);
      case describe.DESCRIBE_QUORUM.key:
        return Promise.resolve(this.describeQuorum(request, context));
      case fetchSnapshot.FETCH_SNAPSHOT.key:
        return this.fetchSnapshot(request, context);
      case voters.ADD_RAFT_VOTER.key:
        return this.addRaftVoter(request);
      case voters.REMOVE_RAFT_VOTER.key:
        return this.removeRaftVoter(request);
      case updateVoter.UPDATE_RAFT_VOTER.key:
        return this.updateRaftVoter(request, context);
      default:
        throw new RangeError(`Raft does not answer API ${apiKey}`);
    }
  }

  async vote(
    request: Request<typeof vote.VOTE>,
    context: RaftRequestContext,
  ): Promise<Response<typeof vote.VOTE>> {
    const understood = vote.readRequest(request, this.clusterId);
    if ("topLevelError" in understood) return { errorCode: understood.topLevelError, topics: [] };
    const { node } = this;
    const answer = await node.step((nowMs) => node.machine.vote(understood.request, nowMs));
    return vote.writeAnswer(answer, this.#leaderEndpoint(context), context.version);
  }

  async beginQuorumEpoch(
    request: Request<typeof begin.BEGIN_QUORUM_EPOCH>,
    context: RaftRequestContext,
  ): Promise<Response<typeof begin.BEGIN_QUORUM_EPOCH>> {
    const understood = begin.readRequest(request, this.clusterId);
    if ("topLevelError" in understood) return { errorCode: understood.topLevelError, topics: [] };
    const { node } = this;
    const answer = await node.step((nowMs) =>
      node.machine.beginQuorumEpoch(understood.request, nowMs)
    );
    return begin.writeAnswer(answer, this.#leaderEndpoint(context), context.version);
  }

  async endQuorumEpoch(
    request: Request<typeof end.END_QUORUM_EPOCH>,
    context: RaftRequestContext,
  ): Promise<Response<typeof end.END_QUORUM_EPOCH>> {
    const understood = end.readRequest(request, this.clusterId);
    if ("topLevelError" in understood) return { errorCode: understood.topLevelError, topics: [] };
    const { node } = this;
    const answer = await node.step((nowMs) =>
      node.machine.endQuorumEpoch(understood.request, nowMs)
    );
    return end.writeAnswer(answer, this.#leaderEndpoint(context), context.version);
  }

  async fetch(
    request: Request<typeof fetch.FETCH>,
    context: RaftRequestContext,
  ): Promise<Response<typeof fetch.FETCH>> {
    const understood = fetch.readRequest(request, this.clusterId, context.version);
    if ("topLevelError" in understood) {
      return { errorCode: understood.topLevelError, responses: [] };
    }
    const { node } = this;
    const asked = understood.request;
    const decision = asked.maxWaitMs < 0
      ? { kind: "error" as const, error: Errors.INVALID_REQUEST }
      : await node.step((nowMs) => node.machine.fetch(asked, nowMs));
    if (decision.kind !== "records" || asked.maxWaitMs === 0 || this.#hasNews(asked)) {
      return await this.#answerFetch(asked, decision, context);
    }
    return await new Promise((resolve, reject) => {
      node.parked.park(asked.maxWaitMs, (timeIsUp) => {
        const now = node.machine.recheckFetch(asked);
        if (!timeIsUp && now.kind === "records" && !this.#hasNews(asked)) return false;
        this.#answerFetch(asked, now, context).then(resolve, reject);
        return true;
      });
    });
  }

  #hasNews(request: fetch.TimedFetch): boolean {
    const { node } = this;
    if (request.offset < node.endOffset) return true;
    const progress = this.#progressOf(request);
    if (progress === undefined) return false;
    const known = request.highWatermark ?? progress.sentHighWatermark;
    return node.machine.core.highWatermark > known;
  }

  /** What the leader knows of the replica that asks; undefined for readers that are none. */
  #progressOf({ replica }: fetch.TimedFetch): ReplicaProgress | undefined {
    const { state } = this.node.machine.core;
    return state.kind === "leader" ? state.progressOf(replica) : undefined;
  }

  async #answerFetch(
    request: fetch.TimedFetch,
    decision: FetchDecision,
    context: RaftRequestContext,
  ): Promise<Response<typeof fetch.FETCH>> {
    const { node } = this;
    const { core } = node.machine;
    const highWatermark = core.highWatermark;
    const facts = { error: Errors.NONE, leaderId: core.leaderId, epoch: core.epoch };
    const logStartOffset = node.replica.startOffset;
    const records = decision.kind === "records" && decision.offset < node.endOffset
      ? await node.replica.log.read(decision.offset, MAX_FETCH_BYTES)
      : NOTHING;
    const progress = this.#progressOf(request);
    if (decision.kind === "records" && progress !== undefined) {
      progress.sentHighWatermark = highWatermark;
    }
    return fetch.writeAnswer(
      { ...facts, decision, records, highWatermark, logStartOffset },
      this.#leaderEndpoint(context),
      context.version,
    );
  }

  async fetchSnapshot(
    request: Request<typeof fetchSnapshot.FETCH_SNAPSHOT>,
    context: RaftRequestContext,
  ): Promise<Response<typeof fetchSnapshot.FETCH_SNAPSHOT>> {
    const understood = fetchSnapshot.readRequest(request, this.clusterId);
    if ("topLevelError" in understood) {
      return { throttleTimeMs: 0, errorCode: understood.topLevelError, topics: [] };
    }
    if ("unknown" in understood) return fetchSnapshot.unknownPartition(understood.unknown);
    const { node } = this;
    const { snapshots } = node.replica;
    const { snapshotId, position, maxBytes } = understood.request;
    let error = await node.step((nowMs) =>
      node.machine.fetchSnapshot(understood.request, snapshots.files.map(({ id }) => id), nowMs)
    );
    const size = snapshots.sizeOf(snapshotId) ?? 0;
    if (error === Errors.NONE && (position < 0 || position >= size)) {
      error = Errors.POSITION_OUT_OF_RANGE;
    }
    const most = Math.min(Math.max(maxBytes, 0), MAX_FETCH_BYTES);
    const bytes = error === Errors.NONE
      ? await snapshots.readPiece(snapshotId, position, most)
      : NOTHING;
    if (bytes === null) error = Errors.SNAPSHOT_NOT_FOUND;
    const { core } = node.machine;
    const failed = error !== Errors.NONE;
    return fetchSnapshot.writeAnswer(
      {
        error,
        leaderId: core.leaderId,
        epoch: core.epoch,
        snapshotId,
        size: failed ? 0 : size,
        position: failed ? 0 : position,
        bytes: bytes ?? NOTHING,
      },
      this.#leaderEndpoint(context),
      context.version,
    );
  }

  async addRaftVoter(
    request: Request<typeof voters.ADD_RAFT_VOTER>,
  ): Promise<Response<typeof voters.ADD_RAFT_VOTER>> {
    const understood = voters.readAddRequest(request, this.clusterId);
    if ("topLevelError" in understood) {
      return voters.writeAnswer(understood.topLevelError, "adding");
    }
    const { node } = this;
    return voters.writeAnswer(
      await node.stepDeferred((token, nowMs) =>
        node.machine.addVoter(understood.request, token, nowMs)
      ),
      "adding",
    );
  }

  async removeRaftVoter(
    request: Request<typeof voters.REMOVE_RAFT_VOTER>,
  ): Promise<Response<typeof voters.REMOVE_RAFT_VOTER>> {
    const understood = voters.readRemoveRequest(request, this.clusterId);
    if ("topLevelError" in understood) {
      return voters.writeAnswer(understood.topLevelError, "removing");
    }
    const { node } = this;
    return voters.writeAnswer(
      await node.stepDeferred((token, nowMs) =>
        node.machine.removeVoter(understood.request, token, nowMs)
      ),
      "removing",
    );
  }

  async updateRaftVoter(
    request: Request<typeof updateVoter.UPDATE_RAFT_VOTER>,
    context: RaftRequestContext,
  ): Promise<Response<typeof updateVoter.UPDATE_RAFT_VOTER>> {
    const understood = updateVoter.readRequest(request, this.clusterId);
    const { node } = this;
    const answer = "topLevelError" in understood
      ? { error: understood.topLevelError, leaderId: null, epoch: -1 }
      : await node.step((nowMs) => node.machine.updateVoter(understood.request, nowMs));
    return updateVoter.writeAnswer(answer, this.#leaderEndpoint(context));
  }

  describeQuorum(
    request: Request<typeof describe.DESCRIBE_QUORUM>,
    context: RaftRequestContext,
  ): Response<typeof describe.DESCRIBE_QUORUM> {
    const { core } = this.node.machine;
    return describe.answer(core, request, this.node.options.runtime.clock, context.version);
  }

  /** Where the leader listens under the name of the listener that the request came in on. */
  #leaderEndpoint(context: RaftRequestContext): Endpoint | undefined {
    return this.node.machine.core.leaderEndpoint(context.listener) ?? undefined;
  }
}

const NOTHING = new Uint8Array(0);
