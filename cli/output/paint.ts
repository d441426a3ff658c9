/** Where a person looks, and colours there unless `NO_COLOR` is set. */
import type { Runtime } from "../../runtime/runtime.ts";

export interface Paint {
  good(text: string): string;
  bad(text: string): string;
  strong(text: string): string;
  faint(text: string): string;
}

const PLAIN: Paint = {
  good: (text) => text,
  bad: (text) => text,
  strong: (text) => text,
  faint: (text) => text,
};

const COLOURED: Paint = {
  good: (text) => `\x1b[32m${text}\x1b[0m`,
  bad: (text) => `\x1b[31m${text}\x1b[0m`,
  strong: (text) => `\x1b[1m${text}\x1b[0m`,
  faint: (text) => `\x1b[2m${text}\x1b[0m`,
};

/**
 * Whether a person looks at standard output. Not where `docker exec -t` or `ssh -t` started the program: people cut apart
 * with `grep` and `awk` on their side what they believe to be Kafka's text.
 */
export function isWatched({ terminal, process }: Pick<Runtime, "terminal" | "process">): boolean {
  return terminal.outputIsTerminal() && !process.leadsSession();
}

/** Colours where a person looks and neither `NO_COLOR` nor a dumb terminal forbids them. */
export function paintFor({ process }: Pick<Runtime, "process">, isWatched: boolean): Paint {
  const isWanted = isWatched && !process.env("NO_COLOR") && process.env("TERM") !== "dumb";
  return isWanted ? COLOURED : PLAIN;
}
