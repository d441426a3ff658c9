/** Transcripts of Kafka's tools: what was called, what was printed where, how it ended. */

export interface Called {
  /** What was done before it: files made, tools started and stopped. */
  readonly before: readonly string[];
  /** Of the tool, with its name. */
  readonly command: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
  /** When it was told to end, since it did not by itself; null if it did. */
  readonly stoppedAfterMs: number | null;
}

/** Calls in their order, and the files they read, by path. */
export interface Transcript extends ReadonlyArray<Called> {
  readonly files: ReadonlyMap<string, string>;
}

/** Reads `tests/fixtures/cli/NAME.txt.gz`. */
export async function readTranscript(name: string): Promise<Transcript> {
  const url = new URL(`../fixtures/cli/${name}.txt.gz`, import.meta.url);
  const file = await Deno.open(url);
  const stream = file.readable.pipeThrough(new DecompressionStream("gzip"));
  const text = await new Response(stream).text();
  const blocks = text.split(/^\$ /m);
  const calls = blocks.slice(1).map((block, i) => ({
    before: notesOf(blocks[i]),
    ...readCall(block),
  }));
  return Object.assign(calls, { files: filesOf(text) });
}

/** The remarks in a block, which concern the command after it. */
function notesOf(block: string): string[] {
  return [...block.matchAll(/^# (.*)$/gm)].map(([, note]) => note);
}

/** From lines like `# the file /tmp/a.json holds: {"version":1}\n`. */
function filesOf(text: string): ReadonlyMap<string, string> {
  return new Map(
    [...text.matchAll(/^# the file (\S+) holds: (.*)$/gm)]
      .map(([, path, content]) => [path, content.replaceAll("\\n", "\n")]),
  );
}

function readCall(block: string): Omit<Called, "before"> {
  const lines = block.split("\n");
  const command = lines.shift()!;
  const output: Record<"stdout" | "stderr", string> = { stdout: "", stderr: "" };
  let stream: "stdout" | "stderr" = "stdout";
  for (const line of lines) {
    const head = /^(stdout|stderr):( none)?$/.exec(line);
    if (head !== null) stream = head[1] as typeof stream;
    else if (line.startsWith("  ")) output[stream] += `${line.slice(2)}\n`;
    const exit = /^exit: (\d+)(?: \(stopped with SIGTERM after (\d+) s\))?/.exec(line);
    if (exit !== null) {
      const { stdout, stderr } = output;
      return {
        command,
        stdout: unended(stdout),
        stderr: unended(stderr),
        exitCode: Number(exit[1]),
        stoppedAfterMs: exit[2] === undefined ? null : Number(exit[2]) * 1000,
      };
    }
  }
  throw new Error(`No exit code: ${command}`);
}

function unended(text: string): string {
  return text.replace(/<no newline at end>\n$/, "");
}

export interface Command {
  readonly name: string;
  readonly args: readonly string[];
  /** What stands before the `|`; empty if nothing does. */
  readonly input: string;
}

/** A command of the transcripts: `printf 'text' | tool flag 'quoted flag'`. */
export function parseCommand(text: string): Command {
  const piped = /^(printf .*?) \| (kafka-.*)$/s.exec(text);
  const [name, ...args] = words(piped?.[2] ?? text);
  return { name, args, input: piped === null ? "" : printf(words(piped[1]).slice(1)) };
}

function words(text: string): string[] {
  const found = text.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g);
  return [...found].map(([word]) => word.replace(/'([^']*)'|"([^"]*)"/g, "$1$2"));
}

function printf([format, value]: readonly string[]): string {
  const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };
  return format.replace(/\\([nrt])/g, (_, letter: string) => escapes[letter])
    .replace(/%0(\d+)d/, (_, width: string) => value.padStart(Number(width), "0"));
}

export interface ComparableOptions {
  /** The lines come in an order that means nothing, and how many groups without a name there are means nothing. */
  readonly sorted?: boolean;
  /** Leaves out what only later versions print. */
  readonly version?: "3.5" | "4.3";
}

/** What is to be equal: no times, ids, stack traces, names of Java's classes, texts of help. */
export function comparable(text: string, options: ComparableOptions = {}): string {
  const lines: string[] = [];
  for (const raw of withoutUsage(text).split("\n")) {
    const line = options.version === "3.5"
      ? comparableLine(as35(raw)).replace(/ {2,}/g, " ").trimEnd()
      : comparableLine(raw);
    if (IGNORED.some((pattern) => pattern.test(line))) continue;
    const last = lines.at(-1);
    // Java's logger ends a message with a newline of its own; a stack trace begins with what was just said.
    if (options.sorted && OF_ANY_GROUP.test(line) && lines.includes(line)) continue;
    if (line === " (LOGGER)" && last !== undefined) lines[lines.length - 1] = `${last}${line}`;
    else if (last === undefined || !repeats(line, last)) lines.push(line);
  }
  return (options.sorted ? lines.sort() : lines).join("\n").trimEnd();
}

function comparableLine(line: string): string {
  return line
    // Which of several ACLs comes first, behind a blank, means nothing.
    .replace(/^ \t/, "\t")
    .replace(/^\[\d{4}-\d\d-\d\d [\d:,]{12}\]/, "[T]")
    .replace(/TopicId: \S{22}/, "TopicId: ID")
    .replace(/"topicId":"[^"]{22}"/, '"topicId":"ID"')
    .replace(/(CreateTime:|[cC]ommitTimestamp"?[:=]|[sS]tateTimestamp"?[:=])\d+/g, "$1T")
    .replace(/directory\.id=[^,]{22}/, "directory.id=ID")
    .replace(/^(?!console-consumer)[\w-]{22}$/, "ID")
    .replace(
      /console-consumer-\d{1,5}\b( *)/g,
      (id, blanks: string) =>
        "console-consumer-NNNNN".padEnd(blanks === "" ? 0 : Math.max(23, id.length)),
    )
    .replace(/^(GROUP {12,17})(?=[A-Z])/, (group) => group.padEnd(23))
    .replace(/(?<=successfully: )'[^()]*/, namesInOrder)
    .replace("/10.0.0.1 ", "/127.0.0.1")
    .replace(/^(HighWatermark: +)\d+/, "$1N")
    .replace(/(\sEpoch: )\d+$/, "$1N")
    .replace(/^\d.*\t(?=(?:Leader|Follower|Observer)\s*$)/, figuresLeftOut)
    .replace(/java\.util\.concurrent\.ExecutionException: /g, "")
    .replace(/-[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/g, "-UUID")
    .replace(
      /Configs: (.*)$/,
      (_, configs: string) => `Configs: ${configs.split(",").sort().join(",")}`,
    )
    .replace(/ \((?:kafka\.[\w.$]+|org\.apache\.kafka\.[\w.$]+|ottla\.\w+)\)$/, " (LOGGER)")
    .replace(/^Exception in thread "main" /, "")
    .replace(JAVAS_NAMES, "$1");
}

/** There are several groups without a name, and each has a table. */
const OF_ANY_GROUP = /console-consumer-N|^GROUP /;

/** Offsets and times of a row, not how wide they are. */
function figuresLeftOut(row: string): string {
  return row.replace(/\d+(?: ms ago)? *(?=\t)/g, (figure) => "N".padEnd(figure.length));
}

/** Several names in quotes, each once. */
function namesInOrder(names: string): string {
  return [...new Set(names.split(", "))].sort().join(", ");
}

/** Names of Java's own and the tools' exceptions; those of Kafka's protocol errors are compared. */
const JAVAS_NAMES = new RegExp(
  String
    .raw`^(\[T\] ERROR )?(?:(?:(?:java|joptsimple|kafka|org\.apache\.kafka\.(?:tools|common\.config))` +
    String.raw`(?:\.\w+)*\.\w+(?:Exception|Error)|org\.apache\.kafka\.common\.KafkaException|` +
    String.raw`org\.apache\.kafka\.common\.errors\.InvalidConfigurationException): )+`,
);

const IGNORED = [
  /^\s*$/,
  /^\tat |^\t?\.\.\. \d+ more$|^Caused by: /,
  /^no\.Such$/,
  /^The consumer rebalance protocol \(KIP-848\)/,
  /could not be established|\) disconnected \(LOGGER\)|recoverable issue|DNS resolution failed/,
  /Error while fetching metadata|Metadata response reported invalid topics/,
  /^Bootstrap metadata: BootstrapMetadata\(/,
  // Notices on standard output, where scripts read results: 3.5 is silent, and so are we.
  /^(?:Warning:|Option) --[\w.-]+ (?:is|has been) deprecated and will be removed/,
  /^ `metadata` flag is deprecated/,
];

/** Of Kafka 3.5 as of 4.3: the ELR's columns, the setting that came with it. Widths of columns changed, too. */
function as35(line: string): string {
  return line
    .replace(/^(WARN: No action will be performed as the --execute option is missing\.).*/, "$1")
    .replace(/\tElr: .*$/, "")
    .replace(/(Configs: .*?)min\.insync\.replicas=1,?/, "$1")
    .replace(" or some brokers have all their log directories cordoned", "");
}

function repeats(line: string, last: string): boolean {
  return /^[\w.$]+(?:Exception|Error): /.test(line) && last !== "" && line.endsWith(`: ${last}`) ||
    /^Error while .*: /.test(last) && last.endsWith(`: ${line}`) ||
    line === last && line.startsWith("org.apache.kafka.common.errors.") ||
    line === last && /is not a recognized option$|^(?:Option|Found multiple) /.test(line) ||
    line === last &&
      / did not | must be (?:specified$|a valid )|^Request METADATA|^Invalid value/.test(line);
}

const USAGE = "<the usage table printed first>";

function withoutUsage(text: string): string {
  return text
    .replace(
      /^Option(?: \(\* = required\))? +Description *\n-+ +-+ *\n(?:(?: {2,}|-|\t| {2}).*\n| *\S.*\n)*$/m,
      `${USAGE}\n`,
    )
    .replace(/^usage: .*\n(?: {8,}.*\n)*/m, "usage\n");
}
