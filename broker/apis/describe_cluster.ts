/** DescribeCluster (60) on a broker's listener (KIP-700, KIP-919). */
import type { ApiHandler } from "../../network/api.ts";
import { Apis } from "../../protocol/apis.ts";
import type { EncodableMessage } from "../../protocol/codec/message.ts";
import { Errors } from "../../protocol/errors.ts";
import type { DescribeClusterResponse } from "../../protocol/messages/describe_cluster.ts";
import { ALL_CLUSTER_OPERATIONS, OPERATIONS_NOT_ASKED } from "../authorized_operations.ts";
import { defineApi } from "../../network/define_api.ts";
import type { BrokerServices } from "../services.ts";

type Response = EncodableMessage<typeof DescribeClusterResponse>;

/** Values of `endpointType`. */
const BROKERS = 1;
const CONTROLLERS = 2;

export function describeCluster(services: BrokerServices): ApiHandler {
  return defineApi(Apis.DescribeCluster, (request, context): Response => {
    const { endpointType } = request;
    if (endpointType === CONTROLLERS) {
      return failed(
        Errors.MISMATCHED_ENDPOINT_TYPE,
        "The request was sent to an endpoint of type BROKER, but we wanted an endpoint of type CONTROLLER",
      );
    }
    if (endpointType !== BROKERS) {
      return failed(Errors.UNSUPPORTED_ENDPOINT_TYPE, `Unsupported endpoint type ${endpointType}`);
    }
    const { listener } = context.connection;
    const brokers = [...services.metadata.image.brokers.values()].flatMap((broker) => {
      if (broker.fenced && !request.includeFencedBrokers) return [];
      const endpoint = broker.endpoints.find(({ name }) => name === listener);
      if (endpoint === undefined) return [];
      const { host, port } = endpoint;
      return [{ brokerId: broker.id, host, port, rack: broker.rack, isFenced: broker.fenced }];
    });
    const alive = brokers.filter(({ isFenced }) => !isFenced);
    return {
      throttleTimeMs: 0,
      errorCode: Errors.NONE,
      clusterId: services.clusterId,
      controllerId: alive.length > 0 ? alive[services.random.below(alive.length)].brokerId : -1,
      brokers: context.apiVersion >= 2 ? brokers : brokers.map(({ isFenced: _, ...rest }) => rest),
      clusterAuthorizedOperations: request.includeClusterAuthorizedOperations
        ? ALL_CLUSTER_OPERATIONS
        : OPERATIONS_NOT_ASKED,
    };
  });
}

function failed(errorCode: number, errorMessage: string): Response {
  return { throttleTimeMs: 0, errorCode, errorMessage, clusterId: "", brokers: [] };
}
