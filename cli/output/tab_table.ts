/** Tables as kafka-transactions and kafka-metadata-quorum print them: padded cells, each with a tab behind it. */
import { cellText, type Column, widest } from "./listing.ts";

/** The heading and the rows, each line with its newline. */
export function tabTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const padded = columns.map(({ title, of }) => {
    const cells = [title, ...rows.map((row) => cellText(of(row)))];
    const width = widest(cells, 0);
    return cells.map((cell) => `${cell.padEnd(width)}\t`);
  });
  return [undefined, ...rows].map((_, i) => `${padded.map((cells) => cells[i]).join("")}\n`)
    .join("");
}

/** What stands for a value that is not there. */
export const NONE = "None";
