/** Breaks a text into lines. */

/** Lines of at most `width` characters, broken at blanks; longer words keep a line of their own. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split("\n")) {
    let line = "";
    for (const word of paragraph.split(" ")) {
      if (line !== "" && line.length + 1 + word.length > width) {
        lines.push(line);
        line = word;
      } else {
        line += line === "" ? word : ` ${word}`;
      }
    }
    lines.push(line);
  }
  return lines;
}
