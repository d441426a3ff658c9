/** FindCoordinator (10): which broker coordinates a group (KIP-699). */
import type { ApiHandler, RequestContext } from "../../network/api.ts";
import { Apis } from "../../protocol/apis.ts";
import { errorMessage, Errors } from "../../protocol/errors.ts";
import { defineApi } from "../../network/define_api.ts";
import { partitionFor } from "../group/partition_for_group.ts";
import { CONSUMER_OFFSETS_TOPIC } from "../internal_topics.ts";
import { brokerEndpoints } from "../metadata/endpoints.ts";
import type { BrokerServices } from "../services.ts";

/** Values of `keyType`. */
const GROUP = 0;
const TRANSACTION = 1;
const SHARE = 2;
/** First version that knows share coordinators. */
const SHARE_SINCE = 6;
/** Group, topic id, partition (KIP-932). */
const SHARE_KEY = /^.+:[A-Za-z0-9_-]{22}:\d+$/s;

interface Found {
  readonly nodeId: number;
  readonly host: string;
  readonly port: number;
  readonly errorCode: number;
  readonly errorMessage: string;
}

export function findCoordinator(services: BrokerServices): ApiHandler {
  return defineApi(Apis.FindCoordinator, (request, context) => {
    const { keyType } = request;
    if (context.apiVersion >= 4) {
      const coordinators = request.coordinatorKeys.map((key) => ({
        key,
        ...find(services, keyType, key, context),
      }));
      return { coordinators };
    }
    const found = find(services, keyType, request.key, context);
    // Versions before 4 name the error, also where there is none.
    return {
      ...found,
      errorMessage: found.errorCode === Errors.NONE ? "NONE" : found.errorMessage,
    };
  });
}

function find(
  services: BrokerServices,
  keyType: number,
  key: string,
  context: RequestContext,
): Found {
  if (keyType === TRANSACTION) return failed(Errors.COORDINATOR_NOT_AVAILABLE);
  if (keyType === SHARE && context.apiVersion >= SHARE_SINCE) {
    const wellFormed = SHARE_KEY.test(key);
    return failed(wellFormed ? Errors.COORDINATOR_NOT_AVAILABLE : Errors.INVALID_REQUEST);
  }
  if (keyType !== GROUP) {
    return failed(Errors.INVALID_REQUEST, errorMessage(Errors.INVALID_REQUEST));
  }
  const { image } = services.metadata;
  const topic = image.topics.byName.get(CONSUMER_OFFSETS_TOPIC);
  if (topic === undefined) {
    services.topicCreator.createInBackground(CONSUMER_OFFSETS_TOPIC, context);
    return failed(Errors.COORDINATOR_NOT_AVAILABLE);
  }
  const { leader } = topic.partitions[partitionFor(key, topic.partitions.length)];
  const node = brokerEndpoints(image, context.connection.listener)
    .find(({ nodeId }) => nodeId === leader);
  if (node === undefined) return failed(Errors.COORDINATOR_NOT_AVAILABLE);
  const { nodeId, host, port } = node;
  return { nodeId, host, port, errorCode: Errors.NONE, errorMessage: "" };
}

function failed(errorCode: number, message = ""): Found {
  return { nodeId: -1, host: "", port: -1, errorCode, errorMessage: message };
}
