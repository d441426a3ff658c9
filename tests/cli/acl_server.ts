/** A broker that keeps ACLs and nothing else, on a simulated machine. */
import { type AclFilter, matchesAcl } from "../../metadata/acl_filter.ts";
import type { AclImage } from "../../metadata/image/image.ts";
import type { ApiHandler } from "../../network/api.ts";
import { ApiTable } from "../../network/api_table.ts";
import { KafkaServer } from "../../network/server.ts";
import type { Api } from "../../protocol/api.ts";
import { Apis } from "../../protocol/apis.ts";
import type { DecodedMessage, EncodableMessage, Message } from "../../protocol/codec/message.ts";
import { Errors } from "../../protocol/errors.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { SimulatedWorld } from "../../runtime/simulated/world.ts";

export class AclServer {
  readonly world = new SimulatedWorld({ seed: 1 });
  #acls: AclImage[] = [];

  get runtime(): Runtime {
    return this.world.node("localhost");
  }

  async start(port: number): Promise<this> {
    const listeners = [{ name: "PLAINTEXT", host: "", port }];
    const server = new KafkaServer(this.runtime, { listeners });
    await this.world.runUntil(server.listen());
    server.serve(new ApiTable(this.#handlers(port)));
    return this;
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  #handlers(port: number): ApiHandler[] {
    return [
      handler(Apis.Metadata, () => ({
        throttleTimeMs: 0,
        brokers: [{ nodeId: 1, host: "localhost", port }],
        clusterId: "acls",
        controllerId: 1,
        topics: [],
      })),
      handler(Apis.DescribeAcls, (request) => ({
        throttleTimeMs: 0,
        errorCode: Errors.NONE,
        errorMessage: null,
        resources: this.#found(request).map((acl) => ({ ...acl, acls: [acl] })),
      })),
      handler(Apis.CreateAcls, ({ creations }) => {
        for (const { resourcePatternType, ...acl } of creations) {
          this.#acls.push({ ...acl, patternType: resourcePatternType } as unknown as AclImage);
        }
        return {
          throttleTimeMs: 0,
          results: creations.map(() => ({ errorCode: Errors.NONE, errorMessage: null })),
        };
      }),
      handler(Apis.DeleteAcls, ({ filters }) => ({
        throttleTimeMs: 0,
        filterResults: filters.map((filter) => {
          const found = this.#found(filter);
          this.#acls = this.#acls.filter((acl) => !found.includes(acl));
          return {
            errorCode: Errors.NONE,
            errorMessage: null,
            matchingAcls: found.map((acl) => ({
              ...acl,
              errorCode: Errors.NONE,
              errorMessage: null,
            })),
          };
        }),
      })),
    ];
  }

  #found(
    filter: Omit<DecodedMessage<(typeof Apis.DescribeAcls)["request"]>, "throttleTimeMs">,
  ): AclImage[] {
    const wanted: AclFilter = {
      resourceType: filter.resourceTypeFilter,
      resourceName: filter.resourceNameFilter,
      patternType: filter.patternTypeFilter,
      principal: filter.principalFilter,
      host: filter.hostFilter,
      operation: filter.operation,
      permissionType: filter.permissionType,
    };
    return this.#acls.filter((acl) => matchesAcl(wanted, acl));
  }
}

function handler<Request extends Message<any>, Response extends Message<any>>(
  { key, name, request, response, versions, answered }: Api<Request, Response>,
  handle: (request: DecodedMessage<Request>) => EncodableMessage<Response>,
): ApiHandler {
  return { key, name, request, response, versions, answered, handle } as ApiHandler;
}
