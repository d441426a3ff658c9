/** Tables as kafka-transactions and kafka-metadata-quorum print them: padded cells, each with a tab behind it. */

/** The heading and the rows, each line with its newline. */
export function tabTable(
  titles: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const widths = titles.map((title, i) =>
    Math.max(title.length, ...rows.map((row) => row[i].length))
  );
  return [titles, ...rows]
    .map((row) => `${row.map((cell, i) => `${cell.padEnd(widths[i])}\t`).join("")}\n`)
    .join("");
}

/** What stands for a value that is not there. */
export const NONE = "None";
