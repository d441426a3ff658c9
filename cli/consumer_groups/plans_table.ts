/** What `--reset-offsets` of all group tools shows. */
import type { Table } from "../output/listing.ts";
import type { GroupOffset } from "./offsets_csv.ts";

/** @param widths of columns, where tools don't agree; Kafka's */
export function plansTable(
  rows: readonly GroupOffset[],
  widths: { readonly group: number; readonly topic: number; readonly offset?: number },
): Table<GroupOffset> {
  return {
    columns: [
      { title: "GROUP", width: widths.group, of: ({ groupId }) => groupId },
      { title: "TOPIC", width: widths.topic, of: ({ topic }) => topic },
      { title: "PARTITION", width: 10, of: ({ partition }) => partition },
      { title: "NEW-OFFSET", width: widths.offset, of: ({ offset }) => offset },
    ],
    rows,
  };
}
