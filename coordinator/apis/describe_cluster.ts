/** DescribeCluster (60) on a controller lists the controllers (KIP-919). */
import { MetadataVersion, metadataVersionOf } from "../../metadata/metadata_version.ts";
import { Apis } from "../../protocol/apis.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import { Operation } from "../access.ts";
import { controllerApi } from "../controller_api.ts";
import type { CoordinatorServices } from "../services.ts";

const BROKERS = 1;
const CONTROLLERS = 2;
const NOT_ASKED = -2147483648;
/** Operations that make sense on the cluster. */
const CLUSTER_OPERATIONS = [5, 7, 8, 9, 10, 11, 12];

export function describeCluster(
  { controller, access, settings, leaderId }: CoordinatorServices,
) {
  return controllerApi({
    api: Apis.DescribeCluster,
    run({ endpointType, includeClusterAuthorizedOperations }, context) {
      access.demandOnCluster(context, Operation.ALTER);
      checkEndpointType(endpointType, context.apiVersion);
      const { image } = controller;
      const level = metadataVersionOf(image.features);
      if (level < MetadataVersion.IBP_3_7_IV0_CONTROLLER_REGISTRATION) {
        throw new ApiError(
          Errors.UNSUPPORTED_VERSION,
          "Direct-to-controller communication is not supported with the current MetadataVersion.",
        );
      }
      const listener = context.connection.listener;
      const brokers = [...image.controllers.values()].flatMap(({ id, endpoints }) => {
        const endpoint = endpoints.find(({ name }) => name === listener);
        return endpoint === undefined
          ? []
          : [{ brokerId: id, host: endpoint.host, port: endpoint.port, rack: null }];
      });
      const allowed = CLUSTER_OPERATIONS.filter((code) => access.allowsOnCluster(context, code));
      return {
        throttleTimeMs: 0,
        errorCode: 0,
        errorMessage: null,
        ...(context.apiVersion >= 1 && { endpointType: CONTROLLERS }),
        clusterId: settings.clusterId,
        controllerId: leaderId() ?? -1,
        brokers,
        clusterAuthorizedOperations: includeClusterAuthorizedOperations
          ? allowed.reduce((bits, code) => bits | (1 << code), 0)
          : NOT_ASKED,
      };
    },
    failed: (_request, failure) => ({
      throttleTimeMs: 0,
      ...failure,
      clusterId: "",
      brokers: [],
    }),
  });
}

function checkEndpointType(type: number, apiVersion: number): void {
  if (type === CONTROLLERS) return;
  if (type === BROKERS) {
    throw new ApiError(
      apiVersion === 0 ? Errors.INVALID_REQUEST : Errors.MISMATCHED_ENDPOINT_TYPE,
      "The request was sent to an endpoint of type CONTROLLER, but we wanted an endpoint of type BROKER",
    );
  }
  throw new ApiError(
    apiVersion === 0 ? Errors.INVALID_REQUEST : Errors.UNSUPPORTED_ENDPOINT_TYPE,
    `Unsupported endpoint type ${type}`,
  );
}
