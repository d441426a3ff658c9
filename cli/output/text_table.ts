/** Tables as Kafka's tools print them: cells padded with blanks, one blank between columns. */
import { cellText, type Column, widest } from "./listing.ts";

/** What stands in a cell of which nothing is known. */
export const MISSING = "-";

/** The heading, if there are titles, and the rows, each line with its newline. */
export function textTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const padded = columns.map(({ title, of, width = 0, fixed }) => {
    const cells = [title, ...rows.map((row) => cellText(of(row)))];
    const isPadded = width > 0 && !fixed;
    const wide = isPadded ? widest(cells, width) : width;
    return cells.map((cell) => cell.padEnd(wide));
  });
  const lines = [undefined, ...rows].map((_, i) =>
    `${padded.map((cells) => cells[i]).join(" ")}\n`
  );
  if (columns.every(({ title }) => title === "")) lines.shift();
  return lines.join("");
}
