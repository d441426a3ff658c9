/** What the controller listener lets whom do (metadata-quorum 0.5). Without an authorizer everybody may do everything. */
import type { ConnectionInfo, Principal, RequestContext } from "../network/api.ts";
import { ApiError, Errors } from "../protocol/errors.ts";

/** Codes of AclOperation. */
export const Operation = {
  CREATE: 5,
  DELETE: 6,
  ALTER: 7,
  DESCRIBE: 8,
  CLUSTER_ACTION: 9,
  DESCRIBE_CONFIGS: 10,
  ALTER_CONFIGS: 11,
  CREATE_TOKENS: 13,
  DESCRIBE_TOKENS: 14,
} as const;

/** Codes of ResourceType. */
export const Resource = { TOPIC: 2, GROUP: 3, CLUSTER: 4, DELEGATION_TOKEN: 6, USER: 7 } as const;

/** Name of the one resource of type CLUSTER. */
export const CLUSTER_NAME = "kafka-cluster";

/** Decides by the ACLs in the metadata log and the super users of the file. */
export interface Authorizer {
  authorize(
    principal: Principal,
    host: string,
    operation: number,
    resourceType: number,
    resourceName: string,
  ): boolean;
}

/** The connection of requests that the broker of this process sends itself: as trusted as the process. */
export const IN_PROCESS_CONNECTION: ConnectionInfo = {
  id: "in-process",
  listener: "CONTROLLER",
  remoteAddress: "127.0.0.1",
  remotePort: 0,
  clientSoftwareName: "ottla",
  clientSoftwareVersion: "unknown",
  onClose: () => () => {},
  mute: () => {},
};

export class Access {
  constructor(readonly authorizer: Authorizer | null) {}

  allows(context: RequestContext, operation: number, type: number, name: string): boolean {
    if (this.authorizer === null || context.connection === IN_PROCESS_CONNECTION) return true;
    return this.authorizer.authorize(
      context.principal,
      context.connection.remoteAddress,
      operation,
      type,
      name,
    );
  }

  allowsOnCluster(context: RequestContext, operation: number): boolean {
    return this.allows(context, operation, Resource.CLUSTER, CLUSTER_NAME);
  }

  /** @throws {ApiError} CLUSTER_AUTHORIZATION_FAILED. */
  demandOnCluster(context: RequestContext, operation: number): void {
    if (this.allowsOnCluster(context, operation)) return;
    throw new ApiError(
      Errors.CLUSTER_AUTHORIZATION_FAILED,
      `Request of API ${context.apiKey} from ${context.principal.type}:${context.principal.name} is not authorized.`,
    );
  }
}
