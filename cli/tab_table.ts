/** Tables as some of Kafka's tools print them: cells padded to the longest of their column, a tab behind each. */

/** The heading and the rows, each line with its newline. */
export function tabTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const widths = headings.map((heading, i) =>
    Math.max(heading.length, ...rows.map((row) => row[i].length))
  );
  return [headings, ...rows].map((cells) =>
    `${cells.map((cell, i) => `${cell.padEnd(widths[i])}\t`).join("")}\n`
  ).join("");
}
