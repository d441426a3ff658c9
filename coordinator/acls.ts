/** CreateAcls and DeleteAcls (metadata-quorum 3.3). */
import { type AclFilter, AclPattern, ANY, matchesAcl } from "../metadata/acl_filter.ts";
import type { AclImage } from "../metadata/image/image.ts";
import type { DecodedMessage, EncodableMessage } from "../protocol/codec/message.ts";
import { type MetadataRecord, metadataRecord } from "../protocol/data/metadata_framing.ts";
import { ApiError, Errors } from "../protocol/errors.ts";
import type { CreateAclsRequest } from "../protocol/messages/create_acls.ts";
import type { DeleteAclsRequest, DeleteAclsResponse } from "../protocol/messages/delete_acls.ts";
import { randomUuid } from "../protocol/uuid.ts";
import { CLUSTER_NAME, Resource } from "./access.ts";
import { atomic, type ControllerState, type Decision } from "./decision.ts";
import { type Failure, failureIn, SUCCESS } from "./failure.ts";

type Creation = DecodedMessage<typeof CreateAclsRequest>["creations"][number];
type Filter = DecodedMessage<typeof DeleteAclsRequest>["filters"][number];
type FilterResult = EncodableMessage<typeof DeleteAclsResponse>["filterResults"][number];

const LARGEST_RESOURCE_TYPE = Resource.USER;
const LARGEST_OPERATION = 15;
const DENY = 2;
const ALLOW = 3;

function invalid(message: string): ApiError {
  return new ApiError(Errors.INVALID_REQUEST, message);
}

/** One result per creation. An ACL that exists is no mistake. */
export function createAcls(
  state: ControllerState,
  creations: readonly Creation[],
): Decision<readonly Failure[]> {
  const known = new Set([...state.image.acls.values()].map(identity));
  const records: MetadataRecord[] = [];
  const results = creations.map((creation) => {
    const failure = failureIn(() => checkCreation(creation));
    if (failure !== null) return failure;
    const acl = { ...creation, patternType: creation.resourcePatternType };
    if (!known.has(identity(acl))) {
      known.add(identity(acl));
      const { resourcePatternType: _, ...fields } = acl;
      const id = randomUuid(state.random);
      records.push(metadataRecord("AccessControlEntryRecord", 0, { id, ...fields }));
    }
    return SUCCESS;
  });
  return atomic(records, results);
}

/** One result per filter, with the ACLs that it removed. */
export function deleteAcls(
  state: ControllerState,
  filters: readonly Filter[],
): Decision<readonly FilterResult[]> {
  const removed = new Set<string>();
  const results = filters.map((filter): FilterResult => {
    const failure = failureIn(() => checkFilter(filter));
    if (failure !== null) return { ...failure, matchingAcls: [] };
    const matching = [...state.image.acls.values()].filter((acl) =>
      matchesAcl(aclFilter(filter), acl)
    );
    for (const { id } of matching) removed.add(id);
    const matchingAcls = matching.map(({ id: _, ...acl }) => ({ ...SUCCESS, ...acl }));
    return { ...SUCCESS, matchingAcls };
  });
  const records = [...removed].map((id) =>
    metadataRecord("RemoveAccessControlEntryRecord", 0, { id })
  );
  return atomic(records, results);
}

function aclFilter(filter: Filter): AclFilter {
  return {
    resourceType: filter.resourceTypeFilter,
    resourceName: filter.resourceNameFilter,
    patternType: filter.patternTypeFilter,
    principal: filter.principalFilter,
    host: filter.hostFilter,
    operation: filter.operation,
    permissionType: filter.permissionType,
  };
}

/** Everything of an ACL but its id. */
function identity(acl: Omit<AclImage, "id">): string {
  return JSON.stringify([
    acl.resourceType,
    acl.resourceName,
    acl.patternType,
    acl.principal,
    acl.host,
    acl.operation,
    acl.permissionType,
  ]);
}

function checkCreation(acl: Creation): void {
  const { resourceType, resourceName, resourcePatternType, principal } = acl;
  if (resourceType <= ANY || resourceType > LARGEST_RESOURCE_TYPE) {
    throw invalid(`Invalid resourceType ${resourceType}`);
  }
  if (resourcePatternType !== AclPattern.LITERAL && resourcePatternType !== AclPattern.PREFIXED) {
    throw invalid(`Invalid patternType ${resourcePatternType}`);
  }
  if (acl.operation <= ANY || acl.operation > LARGEST_OPERATION) {
    throw invalid(`Invalid operation ${acl.operation}`);
  }
  if (acl.permissionType !== DENY && acl.permissionType !== ALLOW) {
    throw invalid(`Invalid permissionType ${acl.permissionType}`);
  }
  if (resourceType === Resource.CLUSTER && resourceName !== CLUSTER_NAME) {
    throw invalid(`The only valid name for the CLUSTER resource is ${CLUSTER_NAME}`);
  }
  if (resourceName === "") throw invalid("Resource name should not be empty");
  if (!principal.includes(":")) {
    throw invalid(
      `Could not parse principal from \`${principal}\` (no colon is present separating the principal type ` +
        `from the principal name)`,
    );
  }
}

function checkFilter(filter: Filter): void {
  const { resourceTypeFilter, patternTypeFilter, operation, permissionType } = filter;
  const known = (code: number, largest: number) => code >= ANY && code <= largest;
  if (
    !known(resourceTypeFilter, LARGEST_RESOURCE_TYPE) ||
    !known(patternTypeFilter, AclPattern.PREFIXED)
  ) throw invalid("Unknown patternFilter.");
  if (!known(operation, LARGEST_OPERATION) || !known(permissionType, ALLOW)) {
    throw invalid("Unknown entryFilter.");
  }
}
