/** Rows as some of Kafka's tools print them: `Title: cell` one after the other, on a line of its own. */
import type { Column } from "./listing.ts";

/** Cells of which a row has nothing are left out. */
export function labelledLines(
  { lead, gap }: { readonly lead: string; readonly gap: string },
): <Row>(columns: readonly Column<Row>[], rows: readonly Row[]) => string {
  return (columns, rows) =>
    rows.map((row) => {
      const texts = columns.flatMap(({ title, of, width = 0 }) => {
        const cell = of(row);
        return cell === undefined ? [] : [`${title}: ${String(cell).padEnd(width)}`];
      });
      return `${lead}${texts.join(gap)}\n`;
    }).join("");
}
