/** Asks before something is done that can't be undone. */
import { LineSplitter } from "../console_producer/line_splitter.ts";
import type { FlagToolContext } from "../flag_tool.ts";

/** Whether the next line of the input is `y`. The end of the input is a no. */
export async function confirm(
  { runtime: { terminal }, output }: FlagToolContext,
  question: string,
): Promise<boolean> {
  output.line(question);
  const splitter = new LineSplitter();
  const decoder = new TextDecoder();
  while (true) {
    const chunk = await terminal.readInput();
    const [line] = chunk === null ? splitter.end() : splitter.push(chunk);
    if (line !== undefined) return decoder.decode(line).trim().toLowerCase() === "y";
    if (chunk === null) return false;
  }
}
