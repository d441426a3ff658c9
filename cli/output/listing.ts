/** What tools list: rows of data and the columns to show them in. Three forms come of it, see `ToolOutput.list`. */
import type { Paint } from "./paint.ts";

/** Undefined where a row has nothing of the kind. */
export type Cell = string | number | bigint | undefined;

export interface Column<Row> {
  /** Kafka's; empty if Kafka has none. */
  readonly title: string;
  readonly of: (row: Row) => Cell;
  /** In Kafka's text: how wide it is at least; it grows with its cells. Undefined: cells are not padded. */
  readonly width?: number;
  /** In Kafka's text: longer cells stick out. */
  readonly fixed?: boolean;
  /** How a cell stands out on a terminal. */
  readonly tone?: (row: Row) => keyof Paint | undefined;
}

export interface Table<Row> {
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** Kafka's text. Default: `textTable`. */
  readonly kafka?: (columns: readonly Column<Row>[], rows: readonly Row[]) => string;
}

export interface Listing<Row> extends Table<Row> {
  /** Default: the rows. */
  readonly json?: unknown;
}

/** Empty for a cell of which there is nothing. */
export function cellText(cell: Cell): string {
  return cell === undefined ? "" : String(cell);
}

/** As wide as the longest of the texts, and no less than `least`. */
export function widest(texts: readonly string[], least: number): number {
  return texts.reduce((width, { length }) => Math.max(width, length), least);
}
