/** `kafka-cluster list-endpoints`. */
import type { DescribedCluster } from "../client/admin/cluster.ts";
import { textTable } from "./text_table.ts";

/** Controllers are never fenced. */
export function endpointsTable(
  nodes: DescribedCluster["nodes"],
  type: "broker" | "controller",
): string {
  const hasState = type === "broker";
  const longestRack = Math.max(0, ...nodes.map(({ rack }) => rack?.length ?? 0)) || 10;
  return textTable(
    [
      { title: "ID", width: 10 },
      { title: "HOST", width: 4 },
      { title: "PORT", width: 10 },
      { title: "RACK", width: longestRack },
      ...hasState ? [{ title: "STATE", width: 10 }] : [],
      { title: "ENDPOINT_TYPE", width: 15 },
    ],
    nodes.map(({ id, host, port, rack, isFenced }) => [
      `${id}`,
      host,
      `${port}`,
      rack ?? "null",
      ...hasState ? [isFenced ? "fenced" : "unfenced"] : [],
      type,
    ]),
  );
}
