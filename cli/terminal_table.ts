/** Tables for people in front of a terminal: columns as wide as they must be, numbers at the right, headings bold. */
import { type Cell, cellText, type Column, widest } from "./listing.ts";
import type { Paint } from "./paint.ts";

const GAP = "  ";

/** The heading, if there are titles, and the rows, each line with its newline. Columns of which no row has anything are left out. */
export function terminalTable<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  paint: Paint,
): string {
  const shown = columns.map((column) => ({ ...column, cells: rows.map(column.of) }))
    .filter(({ cells }) => rows.length === 0 || cells.some((cell) => cell !== undefined))
    .map(({ title, tone, cells }) => {
      const texts = cells.map(cellText);
      const width = widest(texts, title.length);
      const isRight = cells.some(isNumber);
      const fill = (text: string) => " ".repeat(width - text.length);
      return {
        heading: isRight ? fill(title) + title : title + fill(title),
        cells: texts.map((text, i) => {
          const name = tone?.(rows[i]);
          const painted = name === undefined || text === "" ? text : paint[name](text);
          return isRight ? fill(text) + painted : painted + fill(text);
        }),
        hasTitle: title !== "",
      };
    });
  const lines = rows.map((_, i) => shown.map(({ cells }) => cells[i]).join(GAP).trimEnd());
  if (shown.some(({ hasTitle }) => hasTitle)) {
    lines.unshift(paint.strong(shown.map(({ heading }) => heading).join(GAP).trimEnd()));
  }
  return lines.map((line) => `${line}\n`).join("");
}

function isNumber(cell: Cell): boolean {
  return typeof cell === "number" || typeof cell === "bigint";
}
