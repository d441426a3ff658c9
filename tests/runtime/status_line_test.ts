import { assertEquals } from "@std/assert";
import { StatusLine } from "../../runtime/status_line.ts";
import { screenOf } from "../cli/screen.ts";

/** A terminal that shows standard error and, where it is shared, standard output. */
class Screen {
  written = "";
  readonly #status: StatusLine;
  readonly #sharesOutput: boolean;

  constructor(sharesOutput: boolean) {
    this.#sharesOutput = sharesOutput;
    this.#status = new StatusLine((text) => this.written += text, () => sharesOutput);
  }

  show(line: string | null): void {
    this.#status.show(line);
  }

  output(text: string): void {
    this.#status.beforeOutput(new TextEncoder().encode(text));
    if (this.#sharesOutput) this.written += text;
  }

  error(text: string): void {
    this.#status.beforeError(new TextEncoder().encode(text));
    this.written += text;
  }

  get lines(): string[] {
    return screenOf(this.written);
  }
}

Deno.test("StatusLine: a line replaces the one before, and goes with null", () => {
  const screen = new Screen(true);
  screen.show("half of it done");
  screen.show("all");
  assertEquals(screen.lines, ["all"]);
  screen.show(null);
  assertEquals(screen.lines, [""]);
});

Deno.test("StatusLine: what is written takes its place, and it comes back below", () => {
  const screen = new Screen(true);
  screen.show("50%");
  screen.output("first\n");
  assertEquals(screen.lines, ["first", ""]);
  screen.show("50%");
  screen.error("second\n");
  screen.show("60%");
  assertEquals(screen.lines, ["first", "second", "60%"]);
});

Deno.test("StatusLine: a line that was begun and not ended is left alone", () => {
  const screen = new Screen(true);
  screen.output("begun");
  screen.show("50%");
  assertEquals(screen.lines, ["begun"]);
  screen.output(" and ended\n");
  screen.show("50%");
  assertEquals(screen.lines, ["begun and ended", "50%"]);
});

Deno.test("StatusLine: output that goes elsewhere does not touch it", () => {
  const screen = new Screen(false);
  screen.show("50%");
  const before = screen.written;
  screen.output("no newline");
  assertEquals(screen.written, before);
  screen.show("60%");
  assertEquals(screen.lines, ["60%"]);
});

Deno.test("StatusLine: the same line is not written twice, and nothing where there never was one", () => {
  const screen = new Screen(true);
  screen.show(null);
  screen.error("");
  assertEquals(screen.written, "");
  screen.show("50%");
  const { length } = screen.written;
  screen.show("50%");
  assertEquals(screen.written.length, length);
});
