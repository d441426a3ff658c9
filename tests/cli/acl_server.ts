/** A broker that keeps ACLs and nothing else, on a simulated machine. */
import { type AclFilter, matchesAcl } from "../../metadata/acl_filter.ts";
import type { AclImage } from "../../metadata/image/image.ts";
import type { ApiHandler } from "../../network/api.ts";
import { defineApi } from "../../network/define_api.ts";
import { Apis } from "../../protocol/apis.ts";
import type { DecodedMessage } from "../../protocol/codec/message.ts";
import { Errors } from "../../protocol/errors.ts";
import { SimulatedBroker } from "./simulated_broker.ts";

export class AclServer extends SimulatedBroker {
  #acls: AclImage[] = [];

  constructor() {
    super("acls");
  }

  protected override handlers(): ApiHandler[] {
    return [
      defineApi(Apis.DescribeAcls, (request) => ({
        throttleTimeMs: 0,
        errorCode: Errors.NONE,
        errorMessage: null,
        resources: this.#found(request).map((acl) => ({ ...acl, acls: [acl] })),
      })),
      defineApi(Apis.CreateAcls, ({ creations }) => {
        for (const { resourcePatternType, ...acl } of creations) {
          this.#acls.push({ ...acl, patternType: resourcePatternType } as unknown as AclImage);
        }
        return {
          throttleTimeMs: 0,
          results: creations.map(() => ({ errorCode: Errors.NONE, errorMessage: null })),
        };
      }),
      defineApi(Apis.DeleteAcls, ({ filters }) => ({
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
