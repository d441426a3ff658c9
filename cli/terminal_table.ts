/** Tables for people in front of a terminal: columns as wide as they must be, numbers at the right, headings bold. */
import { type Cell, cellText, type Column, widest } from "./listing.ts";
import type { Paint } from "./paint.ts";

const GAP = "  ";

export interface Screen {
  readonly paint: Paint;
  /** How many columns of text it has. */
  width(): number;
}

/**
 * The heading, if there are titles, and the rows, each line with its newline. Columns of which no row has anything are
 * left out. A single row that is too wide stands upright.
 */
export function terminalTable<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  { paint, width }: Screen,
): string {
  const shown = columns.map(({ title, of, tone }) => {
    const cells = rows.map(of);
    const texts = cells.map(cellText);
    const painted = texts.map((text, i) => {
      const name = tone?.(rows[i]);
      return name === undefined || text === "" ? text : paint[name](text);
    });
    const isEmpty = rows.length > 0 && cells.every((cell) => cell === undefined);
    const isRight = cells.some(isNumber);
    return { title, texts, painted, isEmpty, isRight, width: widest(texts, title.length) };
  }).filter(({ isEmpty }) => !isEmpty);
  const hasTitles = shown.some(({ title }) => title !== "");
  const total = shown.reduce((sum, column) => sum + column.width + GAP.length, -GAP.length);
  if (rows.length === 1 && hasTitles && total > width()) {
    const titleWidth = widest(shown.map(({ title }) => title), 0);
    return shown.map(({ title, painted: [cell] }) =>
      `${paint.strong(title.padEnd(titleWidth))}${GAP}${cell}`.trimEnd() + "\n"
    ).join("");
  }
  const line = (cellsOf: (column: (typeof shown)[number]) => { text: string; painted: string }) =>
    shown.map((column) => {
      const { text, painted } = cellsOf(column);
      const fill = " ".repeat(column.width - text.length);
      return column.isRight ? fill + painted : painted + fill;
    }).join(GAP).trimEnd();
  const lines = rows.map((_, i) =>
    line(({ texts, painted }) => ({ text: texts[i], painted: painted[i] }))
  );
  if (hasTitles) {
    lines.unshift(paint.strong(line(({ title }) => ({ text: title, painted: title }))));
  }
  return lines.map((line) => `${line}\n`).join("");
}

function isNumber(cell: Cell): boolean {
  return typeof cell === "number" || typeof cell === "bigint";
}
