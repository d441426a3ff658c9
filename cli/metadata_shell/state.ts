/** Where somebody is in the shell, and what they did there. */
import type { ShellDirectory } from "./node.ts";

export class ShellState {
  /** The working directory, from the root on. */
  working: readonly string[] = [];
  isOver = false;
  readonly history: string[] = [];

  /** @param width of the screen in letters; null: a name for each line */
  constructor(readonly root: ShellDirectory, readonly width: number | null = null) {}

  /** Names side by side as far as the screen allows it, down each column first. */
  columns(names: readonly string[]): string {
    if (this.width === null || names.length === 0) return names.map((name) => `${name}\n`).join("");
    const widest = Math.max(...names.map(({ length }) => length)) + 2;
    const count = Math.max(1, Math.floor(this.width / widest));
    const height = Math.ceil(names.length / count);
    let text = "";
    for (let row = 0; row < height; row++) {
      let line = "";
      for (let at = row; at < names.length; at += height) line += names[at].padEnd(widest);
      text += `${line.trimEnd()}\n`;
    }
    return text;
  }
}
