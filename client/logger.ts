import { getLogger } from "@logtape/logtape";

/** What a client's connections do: a line for each, and for each request and answer, at level debug. */
export const logger = getLogger(["ottla", "client"]);
