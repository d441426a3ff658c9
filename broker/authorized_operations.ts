/** Operation bit fields (bit n = AclOperation code n) of somebody who may do everything. */
const bits = (...operations: number[]) => operations.reduce((all, n) => all | (1 << n), 0);

/** Not asked for. */
export const OPERATIONS_NOT_ASKED = -2147483648;
/** Read, write, create, delete, alter, describe, describe configs, alter configs. */
export const ALL_TOPIC_OPERATIONS = bits(3, 4, 5, 6, 7, 8, 10, 11);
/** Create, alter, describe, cluster action, describe configs, alter configs, idempotent write. */
export const ALL_CLUSTER_OPERATIONS = bits(5, 7, 8, 9, 10, 11, 12);
/** Read, delete, describe, describe configs, alter configs. */
export const ALL_GROUP_OPERATIONS = bits(3, 6, 8, 10, 11);
