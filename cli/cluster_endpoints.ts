/** `kafka-cluster list-endpoints`. */
import type { DescribedCluster } from "../client/admin/cluster.ts";
import { type Column, type Listing, widest } from "./output/listing.ts";

type Endpoint = DescribedCluster["nodes"][number];

/** Controllers are never fenced. */
export function endpoints(
  rows: readonly Endpoint[],
  type: "broker" | "controller",
): Listing<Endpoint> {
  const longestRack = widest(rows.map(({ rack }) => rack ?? ""), 0) || 10;
  return {
    columns: [
      { title: "ID", width: 10, of: ({ id }) => id },
      { title: "HOST", width: 4, of: ({ host }) => host },
      { title: "PORT", width: 10, of: ({ port }) => port },
      { title: "RACK", width: longestRack, of: ({ rack }) => rack ?? "null" },
      ...type === "broker" ? [STATE] : [],
      { title: "ENDPOINT_TYPE", width: 15, of: () => type },
    ],
    rows,
    json: rows.map(({ id, host, port, rack, isFenced }) => ({
      id,
      host,
      port,
      rack,
      isFenced,
      endpointType: type,
    })),
  };
}

const STATE: Column<Endpoint> = {
  title: "STATE",
  width: 10,
  of: ({ isFenced }) => isFenced ? "fenced" : "unfenced",
  tone: ({ isFenced }) => isFenced ? "bad" : undefined,
};
