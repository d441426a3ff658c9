/** Prints a table line by line, while it grows. */
export class Table {
  readonly #widths: number[];

  constructor(headings: readonly string[], firstWidth = 8) {
    this.#widths = headings.map((heading, i) => Math.max(i === 0 ? firstWidth : 8, heading.length));
    this.row(headings);
  }

  row(cells: readonly (string | number)[]): void {
    const texts = cells.map((cell, i) => {
      const text = typeof cell === "number" ? String(Math.round(cell * 10) / 10) : cell;
      return i === 0 ? text.padEnd(this.#widths[i]) : text.padStart(this.#widths[i]);
    });
    console.log(texts.join("  "));
  }
}
