/** What a terminal shows after some bytes were written to it: lines, as far as tools move the cursor. */
export function screenOf(written: string): string[] {
  const lines = [""];
  let column = 0;
  // deno-lint-ignore no-control-regex
  for (const [piece] of written.matchAll(/\x1b\[K|\r|\n|[^\x1b\r\n]+/g)) {
    const last = lines.length - 1;
    if (piece === "\n") {
      lines.push("");
      column = 0;
    } else if (piece === "\r") column = 0;
    else if (piece === "\x1b[K") lines[last] = lines[last].slice(0, column);
    else {
      lines[last] = lines[last].slice(0, column) + piece + lines[last].slice(column + piece.length);
      column += piece.length;
    }
  }
  return lines;
}
