/** What can be done with which resource, in the order of Kafka's messages. */
import type { AclOperation, AclResourceType } from "../../client/admin/acls.ts";

export const SUPPORTED_OPERATIONS: {
  readonly [Type in AclResourceType]?: readonly AclOperation[];
} = {
  TOPIC: [
    "CREATE",
    "READ",
    "ALTER_CONFIGS",
    "DESCRIBE_CONFIGS",
    "DESCRIBE",
    "WRITE",
    "DELETE",
    "ALL",
    "ALTER",
  ],
  GROUP: ["READ", "ALTER_CONFIGS", "DESCRIBE_CONFIGS", "DESCRIBE", "DELETE", "ALL"],
  CLUSTER: [
    "CREATE",
    "CLUSTER_ACTION",
    "ALTER_CONFIGS",
    "DESCRIBE_CONFIGS",
    "DESCRIBE",
    "IDEMPOTENT_WRITE",
    "ALL",
    "ALTER",
  ],
  TRANSACTIONAL_ID: ["DESCRIBE", "WRITE", "TWO_PHASE_COMMIT", "ALL"],
  DELEGATION_TOKEN: ["DESCRIBE", "ALL"],
  USER: ["CREATE_TOKENS", "DESCRIBE_TOKENS", "ALL"],
};
