import { getLogger } from "@logtape/logtape";

/** Events of connections and listeners, one line each. */
export const logger = getLogger(["ottla", "network"]);
