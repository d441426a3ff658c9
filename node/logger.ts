import { getLogger } from "@logtape/logtape";

/** Events of a node as a whole, one line each. */
export const logger = getLogger(["ottla", "node"]);
