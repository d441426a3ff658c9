/** Sends what the state machine wants sent and brings back what comes of it. */
import { Apis } from "../../protocol/apis.ts";
import { KRAFT_VERSION_FEATURE } from "../features.ts";
import type { InFlight } from "./connections.ts";
import type { RaftConfig } from "./core.ts";
import type { RaftMachine } from "./machine.ts";
import type { RaftPeerAnswer, RaftRequest } from "./messages.ts";
import { type RaftTransport, UnsupportedApiError } from "./raft_transport.ts";
import * as begin from "./rpc/begin_quorum_epoch.ts";
import * as end from "./rpc/end_quorum_epoch.ts";
import * as fetch from "./rpc/fetch.ts";
import * as fetchSnapshot from "./rpc/fetch_snapshot.ts";
import * as updateVoter from "./rpc/update_raft_voter.ts";
import * as vote from "./rpc/vote.ts";
import type { Destination } from "./types.ts";
import type { VersionSpan } from "./voter_set.ts";

/** An event for the state machine. */
export type Outcome = (machine: RaftMachine, nowMs: number) => void;

export class OutboundRequests {
  /** Last failure by destination, so that each is told of once. */
  readonly #failures = new Map<string, string>();

  constructor(
    readonly transport: RaftTransport,
    readonly clusterId: string,
    readonly config: Pick<RaftConfig, "listener" | "requestTimeoutMs">,
    readonly onWarning: (message: string) => void,
  ) {}

  send({ correlation, to, request }: InFlight, done: (outcome: Outcome) => void): void {
    this.#exchange(to, request).then(
      (answer) => {
        this.#failures.delete(nameOf(to));
        done((machine, nowMs) => machine.answered(correlation, answer, nowMs));
      },
      (error) => {
        this.#warnOnce(to, request.kind, error);
        const reason = error instanceof UnsupportedApiError ? "unsupported" : "unreachable";
        done((machine, nowMs) => machine.failed(correlation, reason, nowMs));
      },
    );
  }

  #warnOnce(to: Destination, kind: string, error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    if (this.#failures.get(nameOf(to)) === reason) return;
    this.#failures.set(nameOf(to), reason);
    this.onWarning(`No answer to ${kind} from ${nameOf(to)}: ${reason}`);
  }

  /** Asks what levels of kraft.version a node supports; null when no answer comes. */
  async probe(to: Destination): Promise<VersionSpan | null> {
    const { transport, config } = this;
    const build = () => ({ clientSoftwareName: "ottla", clientSoftwareVersion: "1" });
    try {
      const reply = await transport.send(to, Apis.ApiVersions, build, config.requestTimeoutMs);
      const feature = reply.response.supportedFeatures.find(({ name }) =>
        name === KRAFT_VERSION_FEATURE
      );
      // A range from 0 to 0 is left out.
      return { min: feature?.minVersion ?? 0, max: feature?.maxVersion ?? 0 };
    } catch {
      return null;
    }
  }

  async #exchange(to: Destination, request: RaftRequest): Promise<RaftPeerAnswer> {
    const { transport, clusterId, config: { listener, requestTimeoutMs: timeoutMs } } = this;
    switch (request.kind) {
      case "vote": {
        const build = (version: number) => vote.writeRequest(request, clusterId, version);
        const reply = await transport.send(to, vote.VOTE, build, timeoutMs);
        return vote.readAnswer(reply.response, listener);
      }
      case "begin-quorum-epoch": {
        const build = () => begin.writeRequest(request, clusterId);
        const reply = await transport.send(to, begin.BEGIN_QUORUM_EPOCH, build, timeoutMs);
        return begin.readAnswer(reply.response, listener);
      }
      case "end-quorum-epoch": {
        const build = () => end.writeRequest(request, clusterId);
        const reply = await transport.send(to, end.END_QUORUM_EPOCH, build, timeoutMs);
        return end.readAnswer(reply.response, listener);
      }
      case "fetch": {
        const build = (version: number) => fetch.writeRequest(request, clusterId, version);
        const reply = await transport.send(to, fetch.FETCH, build, timeoutMs);
        return fetch.readAnswer(reply.response, listener);
      }
      case "fetch-snapshot": {
        const build = () => fetchSnapshot.writeRequest(request, clusterId);
        const reply = await transport.send(to, fetchSnapshot.FETCH_SNAPSHOT, build, timeoutMs);
        return fetchSnapshot.readAnswer(reply.response, listener);
      }
      case "update-voter": {
        const build = () => updateVoter.writeRequest(request, clusterId);
        const reply = await transport.send(to, updateVoter.UPDATE_RAFT_VOTER, build, timeoutMs);
        return updateVoter.readAnswer(reply.response, listener);
      }
    }
  }
}

function nameOf({ nodeId, host, port }: Destination): string {
  return nodeId < 0 ? `${host}:${port}` : `node ${nodeId} at ${host}:${port}`;
}
