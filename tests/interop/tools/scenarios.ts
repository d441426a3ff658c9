/** The scenarios of the suite `tools`, as `scenarios.txt` writes them down. */

export type Line = "3.5" | "4.3";

export interface Scenario {
  /** As in the file, without what stands in front of it. */
  readonly text: string;
  readonly tool: string;
  /** With the placeholders that {@linkcode Places} fills. */
  readonly args: readonly string[];
  readonly input: string;
  /** Only tools of that line know it. */
  readonly only: Line | null;
  readonly isSorted: boolean;
  /** When it is told to end, since it does not by itself; null if it does. */
  readonly stoppedAfterMs: number | null;
  /** Neither a server nor its directory has a part in it. */
  readonly isLocal: boolean;
}

/** What the placeholders stand for. */
export interface Places {
  readonly server: string;
  /** Where nobody listens. */
  readonly nobody: string;
  /** A folder. */
  readonly files: string;
  /** The server's log directory. */
  readonly data: string;
}

export async function readScenarios(): Promise<Scenario[]> {
  const text = await Deno.readTextFile(new URL("scenarios.txt", import.meta.url));
  return text.split("\n").filter((line) => !/^(?:#|==|$)/.test(line)).map(parse);
}

function parse(line: string): Scenario {
  const [, marks, text] = /^((?:\S+> )*)(.*)$/.exec(line)!;
  const piped = /^(.*) \| (kafka-.*)$/.exec(text);
  const [tool, ...args] = (piped?.[2] ?? text).split(" ");
  const only = /([34]\.\d)>/.exec(marks)?.[1] as Line | undefined;
  const seconds = /(\d+)s>/.exec(marks)?.[1];
  return {
    text,
    tool,
    args: args.flatMap((word) => word === "@" ? ["--bootstrap-server", "SERVER"] : [word])
      .map((word) => word.replaceAll("\\s", " ")),
    input: piped === null ? "" : `${piped[1].replaceAll("\\n", "\n")}\n`,
    only: only ?? null,
    isSorted: marks.includes("sorted>"),
    stoppedAfterMs: seconds === undefined ? null : Number(seconds) * 1000,
    isLocal: !/ (?:@|DATA)|SERVER|NOBODY/.test(text),
  };
}

/** The arguments with the placeholders filled. */
export function argumentsOf({ args }: Scenario, places: Places): string[] {
  return args.map((word) =>
    word.replace("SERVER", places.server).replace("NOBODY", places.nobody)
      .replace("FILES", places.files).replace("DATA", places.data)
  );
}

/** Writes the files that the scenarios name. */
export async function writeFiles({ files }: Places): Promise<void> {
  const partitions = (count: number, more: Record<string, unknown> = {}) =>
    Array.from({ length: count }, (_, partition) => ({ topic: "three", partition, ...more }));
  const plan = (broker: number) => ({
    version: 1,
    partitions: partitions(3, { replicas: [broker], log_dirs: ["any"] }),
  });
  const deleteTo = (offset: number) => ({
    version: 1,
    partitions: [{ topic: "numbers", partition: 0, offset }],
  });
  const contents: Record<string, unknown> = {
    "fast.properties":
      "default.api.timeout.ms=2000\nrequest.timeout.ms=1000\nsocket.connection.setup.timeout.ms=1000\n",
    "offsets.csv": "numbers,0,2\n",
    "payload.txt": "one\ntwo\nthree\n",
    "delete.json": deleteTo(2),
    "delete-too-far.json": deleteTo(1000),
    "elect.json": { partitions: partitions(2) },
    "move.json": { version: 1, topics: [{ topic: "three" }] },
    "plan.json": plan(1),
    "plan-elsewhere.json": plan(9),
    "fresh.properties": [
      "process.roles=broker,controller",
      "node.id=1",
      "listeners=PLAINTEXT://127.0.0.1:29092,CONTROLLER://127.0.0.1:29093",
      "controller.listener.names=CONTROLLER",
      "controller.quorum.voters=1@127.0.0.1:29093",
      `log.dirs=${files}/fresh-1,${files}/fresh-2`,
      "",
    ].join("\n"),
  };
  await Deno.mkdir(files, { recursive: true });
  for (const [name, content] of Object.entries(contents)) {
    const text = typeof content === "string" ? content : JSON.stringify(content);
    await Deno.writeTextFile(`${files}/${name}`, text);
  }
}
