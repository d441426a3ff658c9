/** What Kafka's kafka-dump-log printed for all files of a data directory. */
import { gunzipSync } from "node:zlib";

/** One call of the tool. */
export interface GoldenCall {
  readonly what: string;
  readonly flags: readonly string[];
  readonly files: readonly string[];
  /** Standard output. */
  readonly lines: readonly string[];
  /** What does not fit together, in the words of 4.3; null if Kafka's tool did not get there. */
  readonly findings: ReadonlySet<string> | null;
}

const HEADING =
  /^(?:Mismatches in :|Found timestamp mismatch in :|Found out of order |The following indexed |Non-consecutive offsets)/;

export function readGoldenDump(sample: string): GoldenCall[] {
  const url = new URL(`../../fixtures/cli/dump_log/${sample}.txt.gz`, import.meta.url);
  const text = new TextDecoder().decode(gunzipSync(Deno.readFileSync(url)));
  return text.split(/^### /m).slice(1).map(readCall).filter(({ files }) => files[0] !== "");
}

function readCall(text: string): GoldenCall {
  const [heading, ...lines] = text.trimEnd().split("\n");
  const [what, flags = ""] = heading.split(": ");
  const end = lines.findIndex((line) => HEADING.test(line) || line.startsWith("Exception in "));
  const printed = end < 0 ? lines : lines.slice(0, end);
  const crashed = lines[end]?.startsWith("Exception in ");
  return {
    what,
    flags: flags.split(" ").filter((flag) => flag !== ""),
    files: printed.filter((line) => line.startsWith("Dumping ")).map((line) => line.slice(8)),
    lines: printed,
    findings: crashed ? null : findingsOf(end < 0 ? [] : lines.slice(end)),
  };
}

/** Each with the heading it stands under, since the order of files means nothing. */
export function findingsOf(lines: readonly string[]): Set<string> {
  const findings = new Set<string>();
  let heading = "";
  for (const line of lines) {
    if (HEADING.test(line)) heading = line;
    else if (line !== "") findings.add(`${as43(heading)}: ${line.trim()}`);
  }
  return findings;
}

/** 3.x does not name the file. */
function as43(heading: string): string {
  return heading.replace(/^(The following indexed offsets are not found in ).*/, "$1a log");
}
