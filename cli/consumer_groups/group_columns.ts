/** Columns of tables about groups of any type, and how their cells stand out on a terminal. */
import type { Column } from "../output/listing.ts";
import type { Paint } from "../output/paint.ts";
import { MISSING } from "../output/text_table.ts";

/** The state of a group. */
export function stateColumn<Row>(of: (row: Row) => string, width?: number): Column<Row> {
  return { title: "STATE", width, of, tone: (row) => stateTone(of(row)) };
}

/** @param of null when unknown */
export function lagColumn<Row>(
  title: string,
  of: (row: Row) => bigint | null,
  width?: number,
): Column<Row> {
  return {
    title,
    width,
    of: (row) => of(row) ?? MISSING,
    tone: (row) => (of(row) ?? 0n) > 0n ? "strong" : undefined,
  };
}

/** How the state of a group stands out; undefined: not at all. */
export function stateTone(state: string): keyof Paint | undefined {
  switch (state) {
    case "Stable":
      return "good";
    case "Empty":
    case "Dead":
      return "faint";
  }
}
