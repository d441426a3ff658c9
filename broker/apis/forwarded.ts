/** APIs that a broker hands on to the active controller as they came (KIP-590); others have files of their own. */
import type { ApiHandler } from "../../network/api.ts";
import { Apis } from "../../protocol/apis.ts";
import { type Failure, forward } from "../forward.ts";
import type { BrokerServices } from "../services.ts";

/** In the order of their keys. */
export function forwardedApis(services: BrokerServices): ApiHandler[] {
  return [
    forward(services, Apis.CreateAcls, ({ creations }, failure) => ({
      throttleTimeMs: 0,
      results: creations.map(() => failure),
    })),
    forward(services, Apis.DeleteAcls, ({ filters }, failure) => ({
      throttleTimeMs: 0,
      filterResults: filters.map(() => ({ ...failure, matchingAcls: [] })),
    })),
    forward(services, Apis.AlterPartitionReassignments, ({ topics }, failure) => ({
      throttleTimeMs: 0,
      ...failure,
      responses: topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, ...failure })),
      })),
    })),
    forward(services, Apis.ListPartitionReassignments, topLevel({ topics: [] })),
    forward(services, Apis.AlterClientQuotas, ({ entries }, failure) => ({
      throttleTimeMs: 0,
      entries: entries.map(({ entity }) => ({ entity, ...failure })),
    })),
    forward(services, Apis.AlterUserScramCredentials, ({ deletions, upsertions }, failure) => ({
      throttleTimeMs: 0,
      results: [...new Set([...deletions, ...upsertions].map(({ name }) => name))]
        .map((user) => ({ user, ...failure })),
    })),
    forward(services, Apis.DescribeQuorum, (_, failure, { apiVersion }) => ({
      errorCode: failure.errorCode,
      ...apiVersion >= 2 && { errorMessage: failure.errorMessage },
      topics: [],
    })),
    forward(services, Apis.UpdateFeatures, topLevel({ results: [] })),
    forward(services, Apis.UnregisterBroker, topLevel({})),
    forward(services, Apis.AddRaftVoter, topLevel({})),
    forward(services, Apis.RemoveRaftVoter, topLevel({})),
  ];
}

/** The answer of APIs whose errors stand at the top. */
function topLevel<Rest>(rest: Rest): (request: unknown, failure: Failure) => Failure & Rest & {
  throttleTimeMs: number;
} {
  return (_request, failure) => ({ throttleTimeMs: 0, ...failure, ...rest });
}
