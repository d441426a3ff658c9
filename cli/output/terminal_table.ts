/** Tables for people in front of a terminal: columns as wide as they must be, numbers at the right, headings bold. */
import { type Cell, cellText, type Column, widest } from "./listing.ts";
import type { Paint } from "./paint.ts";

const GAP = "  ";

export interface Screen {
  readonly paint: Paint;
  /** How many columns of text it has. */
  width(): number;
}

/** A column with what is written of it. */
interface Shown {
  readonly title: string;
  readonly texts: readonly string[];
  /** The texts with their colours, which take no room. */
  readonly painted: readonly string[];
  readonly width: number;
  readonly isRight: boolean;
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
  const shown = columns.flatMap((column) => shownOf(column, rows, paint) ?? []);
  const hasTitles = shown.some(({ title }) => title !== "");
  const total = shown.reduce((sum, column) => sum + column.width + GAP.length, -GAP.length);
  if (rows.length === 1 && hasTitles && total > width()) return upright(shown, paint);
  const heading = lineOf(shown, ({ title }) => ({ text: title, painted: title }));
  const lines = rows.map((_, i) =>
    lineOf(shown, ({ texts, painted }) => ({ text: texts[i], painted: painted[i] }))
  );
  return [...hasTitles ? [paint.strong(heading)] : [], ...lines].map((line) => `${line}\n`).join(
    "",
  );
}

/** Null if no row has anything. */
function shownOf<Row>(
  { title, of, tone }: Column<Row>,
  rows: readonly Row[],
  paint: Paint,
): Shown | null {
  const cells = rows.map(of);
  if (rows.length > 0 && cells.every((cell) => cell === undefined)) return null;
  const texts = cells.map(cellText);
  const painted = texts.map((text, i) => {
    const name = tone?.(rows[i]);
    return name === undefined || text === "" ? text : paint[name](text);
  });
  return {
    title,
    texts,
    painted,
    width: widest(texts, title.length),
    isRight: cells.some(isNumber),
  };
}

/** A title and its cell on each line. */
function upright(shown: readonly Shown[], paint: Paint): string {
  const width = widest(shown.map(({ title }) => title), 0);
  return shown.map(({ title, painted: [cell] }) =>
    `${paint.strong(title.padEnd(width))}${GAP}${cell}`.trimEnd() + "\n"
  ).join("");
}

function lineOf(
  shown: readonly Shown[],
  cellOf: (column: Shown) => { readonly text: string; readonly painted: string },
): string {
  return shown.map((column) => {
    const { text, painted } = cellOf(column);
    const fill = " ".repeat(column.width - text.length);
    return column.isRight ? fill + painted : painted + fill;
  }).join(GAP).trimEnd();
}

function isNumber(cell: Cell): boolean {
  return typeof cell === "number" || typeof cell === "bigint";
}
