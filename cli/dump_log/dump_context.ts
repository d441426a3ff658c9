/** What showing a file needs and changes. */
import type { Disk } from "../../runtime/runtime.ts";
import type { Progress } from "../output/progress.ts";
import type { DumpOutput } from "./dump_output.ts";
import type { Findings } from "./findings.ts";
import type { ParseMessage } from "./message_text.ts";

export interface DumpContext {
  readonly disk: Disk;
  readonly output: DumpOutput;
  readonly findings: Findings;
  readonly options: DumpOptions;
  /** Told of each file that takes time, and how far it is. */
  readonly progress: Progress;
}

export interface DumpOptions {
  /** Whether records are looked at, not just batches. */
  readonly isDeep: boolean;
  /** How keys and values are shown; null if they are not. */
  readonly parse: ParseMessage | null;
  readonly skipsRecordMetadata: boolean;
  readonly maxBytes: number;
  readonly maxMessageSize: number;
  readonly index: "show" | "verify" | "sanity";
}
