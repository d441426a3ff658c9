/** `--describe --state`. */
import type { Node } from "../../client/cluster_metadata.ts";
import { MISSING, textTable } from "../text_table.ts";
import type { GroupDescription } from "./group_description.ts";

export function stateTable(
  { groupId, assignor, state, members, epochs }: GroupDescription,
  coordinator: Pick<Node, "id" | "host" | "port">,
  verbose: boolean,
): string {
  const { host, port, id } = coordinator;
  return textTable(
    [
      { title: "GROUP", width: 15 },
      { title: "COORDINATOR (ID)", width: 25 },
      { title: "ASSIGNMENT-STRATEGY", width: 20 },
      { title: "STATE", width: 20 },
      ...verbose
        ? [{ title: "GROUP-EPOCH", width: 15 }, { title: "TARGET-ASSIGNMENT-EPOCH", width: 25 }]
        : [],
      { title: "#MEMBERS", width: null },
    ],
    [[
      groupId,
      `${host}:${port}  (${id})`,
      assignor || MISSING,
      state,
      ...verbose ? [`${epochs?.group ?? MISSING}`, `${epochs?.assignment ?? MISSING}`] : [],
      `${members.length}`,
    ]],
  );
}
