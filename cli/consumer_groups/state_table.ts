/** `--describe --state`. */
import type { Node } from "../../client/cluster_metadata.ts";
import type { Column, Table } from "../output/listing.ts";
import { MISSING } from "../output/text_table.ts";
import type { GroupDescription } from "./group_description.ts";
import { stateColumn } from "./group_columns.ts";

/** A single row; epochs are those of KIP-848, which `--verbose` shows. */
export function stateTable(
  group: GroupDescription,
  coordinator: Pick<Node, "id" | "host" | "port">,
  verbose: boolean,
): Table<GroupDescription> {
  const { host, port, id } = coordinator;
  return {
    columns: [
      { title: "GROUP", width: 15, of: ({ groupId }) => groupId },
      { title: "COORDINATOR (ID)", width: 25, of: () => `${host}:${port}  (${id})` },
      { title: "ASSIGNMENT-STRATEGY", width: 20, of: ({ assignor }) => assignor || MISSING },
      stateColumn(({ state }) => state, 20),
      ...verbose ? EPOCHS : [],
      { title: "#MEMBERS", of: ({ members }) => members.length },
    ],
    rows: [group],
  };
}

const EPOCHS: readonly Column<GroupDescription>[] = [
  { title: "GROUP-EPOCH", width: 15, of: ({ epochs }) => epochs?.group ?? MISSING },
  {
    title: "TARGET-ASSIGNMENT-EPOCH",
    width: 25,
    of: ({ epochs }) => epochs?.assignment ?? MISSING,
  },
];
