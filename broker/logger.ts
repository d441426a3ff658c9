import { getLogger } from "@logtape/logtape";

/** Events of the broker role, one line each. */
export const logger = getLogger(["ottla", "broker"]);
