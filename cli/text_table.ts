/** Tables as Kafka's tools print them: cells padded with blanks, one blank between columns. */

export interface Column {
  readonly title: string;
  /** How wide it is at least; it grows with its cells. Null: cells are not padded. */
  readonly width: number | null;
  /** Longer cells stick out. */
  readonly fixed?: boolean;
}

/** What stands in a cell of which nothing is known. */
export const MISSING = "-";

/** The heading and the rows, each line with its newline. */
export function textTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): string {
  const widths = columns.map(({ title, width, fixed }, i) => {
    if (width === null) return 0;
    return fixed ? width : Math.max(width, title.length, ...rows.map((row) => row[i].length));
  });
  const line = (cells: readonly string[]) =>
    `${cells.map((cell, i) => cell.padEnd(widths[i])).join(" ")}\n`;
  return line(columns.map(({ title }) => title)) + rows.map(line).join("");
}
