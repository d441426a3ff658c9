/** Describe Cluster, API key 60. */
import { array, bool, int16, int32, int8, string, struct } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const DescribeClusterRequest = request(60, "DescribeCluster", "0-2", "0+", {
  includeClusterAuthorizedOperations: bool(),
  endpointType: int8({ versions: "1+", default: 1 }),
  includeFencedBrokers: bool({ versions: "2+" }),
});

export const DescribeClusterResponse = response(60, "DescribeCluster", "0-2", "0+", {
  throttleTimeMs: int32(),
  errorCode: int16(),
  errorMessage: string({ nullable: "0+", default: null }),
  endpointType: int8({ versions: "1+", default: 1 }),
  clusterId: string(),
  controllerId: int32({ default: -1 }),
  brokers: array(struct({
    brokerId: int32(),
    host: string(),
    port: int32(),
    rack: string({ nullable: "0+", default: null }),
    isFenced: bool({ versions: "2+" }),
  })),
  clusterAuthorizedOperations: int32({ default: -2147483648 }),
});
