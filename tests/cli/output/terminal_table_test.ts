import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { Column } from "../../../cli/output/listing.ts";
import {
  PARTITION_COLUMNS,
  type TopicPartitionDescription,
} from "../../../cli/topics/topic_description.ts";
import { ToolOutput } from "../../../cli/output/tool_output.ts";
import { terminalTable } from "../../../cli/output/terminal_table.ts";
import { SimulatedNode } from "../../broker/simulated_node.ts";
import { TestProcess } from "../simulated_tool.ts";
import { SimulatedWorld } from "../../../runtime/simulated/world.ts";

interface Row {
  readonly name: string;
  readonly count: number | null;
  readonly more?: string;
}

const COLUMNS: readonly Column<Row>[] = [
  { title: "NAME", of: ({ name }) => name },
  {
    title: "COUNT",
    of: ({ count }) => count ?? "-",
    tone: ({ count }) => count === null ? "bad" : undefined,
  },
  { title: "MORE", of: ({ more }) => more },
];
const PAINT = {
  good: (text: string) => `+${text}+`,
  bad: (text: string) => `!${text}!`,
  strong: (text: string) => `*${text}*`,
  faint: (text: string) => `(${text})`,
};
const MARKED = { paint: PAINT, width: () => 80 };

Deno.test("terminalTable puts numbers at the right, marks cells without moving others, and leaves empty columns out", () => {
  assertEquals(
    terminalTable(COLUMNS, [{ name: "a longer one", count: 5 }, { name: "b", count: null }], {
      ...MARKED,
      paint: { ...PAINT, strong: (text) => text },
    }),
    "NAME          COUNT\n" +
      "a longer one      5\n" +
      "b                 !-!\n",
  );
  assertEquals(
    terminalTable(COLUMNS, [{ name: "a", count: 1, more: "yes" }, { name: "b", count: 2 }], MARKED),
    "*NAME  COUNT  MORE*\n" +
      "a         1  yes\n" +
      "b         2\n",
  );
  assertEquals(terminalTable(COLUMNS, [], MARKED), "*NAME  COUNT  MORE*\n");
});

Deno.test("terminalTable: a single row that is wider than the terminal stands upright, several do not", () => {
  const row = { name: "n".repeat(10), count: 1, more: "m".repeat(10) };
  const narrow = { ...MARKED, width: () => 28 };
  const wide = `nnnnnnnnnn      1  mmmmmmmmmm\n`;
  assertEquals(
    terminalTable(COLUMNS, [row], narrow),
    "*NAME *  nnnnnnnnnn\n*COUNT*  1\n*MORE *  mmmmmmmmmm\n",
  );
  assertEquals(
    terminalTable(COLUMNS, [row], { ...narrow, width: () => 29 }),
    `*NAME        COUNT  MORE*\n${wide}`,
  );
  assertEquals(terminalTable(COLUMNS, [row, row], narrow).split(wide).length, 3);
});

function outputOn(
  environment: Record<string, string>,
  isInteractive = true,
  leadsSession = false,
) {
  const options = { environment, leadsSession };
  const process = new TestProcess(new SimulatedWorld({ seed: 1 }).node("m"), options);
  process.terminal.isInteractive = isInteractive;
  const output = new ToolOutput(process.runtime);
  output.heading("All:\tthese");
  output.list({ columns: COLUMNS, rows: [{ name: "a", count: 1 }], kafka: () => "a:1\n" });
  return process.terminal.output;
}

Deno.test("ToolOutput paints on a terminal, unless NO_COLOR or a dumb one forbid it; elsewhere the text is Kafka's", () => {
  const strong = (text: string) => `\x1b[1m${text}\x1b[0m\n`;
  assertEquals(outputOn({}), `${strong("All:  these")}${strong("NAME  COUNT")}a         1\n`);
  const unpainted = "All:  these\nNAME  COUNT\na         1\n";
  assertEquals(outputOn({ NO_COLOR: "1" }), unpainted);
  assertEquals(outputOn({ TERM: "dumb" }), unpainted);
  assertEquals(outputOn({}, false), "All:\tthese\na:1\n");
  // docker exec -t kafka kafka-topics … | grep …: the terminal is there, the reader is not.
  assertEquals(outputOn({}, true, true), "All:\tthese\na:1\n");
});

Deno.test("PARTITION_COLUMNS: partitions without a leader or short of replicas stand out, reassignments have columns", () => {
  const healthy = {
    topic: "t",
    partition: 0,
    leader: 1,
    replicas: [1, 2],
    isr: [2, 1],
    eligibleLeaderReplicas: [],
    lastKnownElr: null,
  };
  const lines = (...rows: TopicPartitionDescription[]) =>
    terminalTable(PARTITION_COLUMNS, rows, MARKED).trimEnd().split("\n");
  assertEquals(lines(healthy, { ...healthy, partition: 10, leader: -1, isr: [] }), [
    "*Topic  Partition  Leader  Replicas  Isr  Elr  LastKnownElr*",
    "t              0       1  1,2       2,1       N/A",
    "t             10    !none!  1,2                 N/A",
  ]);
  const reassignment = { adding: [3], removing: [1] };
  assertEquals(lines({ ...healthy, replicas: [3, 1, 2], reassignment }, { ...healthy, isr: [2] }), [
    "*Topic  Partition  Leader  Replicas  Isr  Adding Replicas  Removing Replicas  Elr  LastKnownElr*",
    "t              0       1  3,1,2     2,1  3                1                       N/A",
    "t              0       1  1,2       !2!                                             N/A",
  ]);
});

Deno.test("With --json standard output is the document alone, whatever else a tool tells", () => {
  const process = new TestProcess(new SimulatedWorld({ seed: 1 }).node("m"));
  const output = new ToolOutput(process.runtime).asJson();
  output.line("Querying");
  output.list({ columns: COLUMNS, rows: [{ name: "a", count: null, more: undefined }] });
  assertEquals(JSON.parse(process.terminal.output), [{ name: "a", count: null, more: null }]);
  assertEquals(process.terminal.errors, "Querying\n");
});

/** Somebody sits in front of it, unless there is input; without colours. */
async function onTerminal(node: SimulatedNode, name: string, args: string, input = "") {
  const process = new TestProcess(node.runtime, { environment: { NO_COLOR: "1" } });
  process.terminal.isInteractive = input === "";
  if (input !== "") process.terminal.type(input);
  process.terminal.endInput();
  const server = "--bootstrap-server localhost:9092";
  const line = name === "kafka-cluster" ? `${args} ${server}` : `${server} ${args}`;
  return (await node.world.runUntil(process.run(name, line.split(" ")))).stdout;
}

Deno.test("On a terminal kafka-topics and kafka-consumer-groups show aligned tables", async () => {
  const settings = { "group.initial.rebalance.delay.ms": "0" };
  const node = await new SimulatedNode({ settings }).start();
  const run = (name: string, args: string, input?: string) => onTerminal(node, name, args, input);
  await run("kafka-topics", "--create --topic t --partitions 2 --config retention.ms=5");
  await run("kafka-console-producer", "--topic t", "a\nb\nc\n");
  const described = await run("kafka-topics", "--describe --topic t");
  assertEquals(described.replace(/TopicId: \S+/, "TopicId: ID").split("\n"), [
    "Topic: t  TopicId: ID  PartitionCount: 2  ReplicationFactor: 1  Configs: min.insync.replicas=1,retention.ms=5",
    "Partition  Leader  Replicas  Isr  Elr  LastKnownElr",
    "        0       1  1         1",
    "        1       1  1         1",
    "",
  ]);
  const atMin = await run("kafka-topics", "--describe --at-min-isr-partitions");
  assertStringIncludes(atMin, "Topic  Partition  Leader");
  assertEquals(await run("kafka-topics", "--describe --under-replicated-partitions"), "");
  await run("kafka-console-consumer", "--topic t --group g --from-beginning --max-messages 3");
  const group = await run("kafka-consumer-groups", "--describe --group g");
  assertStringIncludes(group, "GROUP  TOPIC  PARTITION  CURRENT-OFFSET  LOG-END-OFFSET  LAG  ");
  assertStringIncludes(group, "g      t              0  ");
  await node.stop();
});

Deno.test("On a terminal labelled lines become tables with Kafka's titles, and lines without titles are aligned", async () => {
  const node = await new SimulatedNode().start();
  const lines = async (name: string, args: string) =>
    (await onTerminal(node, name, args)).split("\n");
  await lines(
    "kafka-topics",
    "--create --topic t --config retention.ms=5 --config segment.ms=600000",
  );
  assertEquals(await lines("kafka-configs", "--describe --topic t"), [
    "Dynamic configs for topic t are:",
    "  retention.ms=5     sensitive=false  synonyms={DYNAMIC_TOPIC_CONFIG:retention.ms=5}",
    "  segment.ms=600000  sensitive=false  synonyms={DYNAMIC_TOPIC_CONFIG:segment.ms=600000}",
    "",
  ]);
  assertEquals(await lines("kafka-cluster", "list-endpoints"), [
    "ID  HOST       PORT  RACK  STATE     ENDPOINT_TYPE",
    " 1  localhost  9092  null  unfenced  broker",
    "",
  ]);
  assertEquals(await lines("kafka-get-offsets", "--topic t"), [
    "TOPIC  PARTITION  OFFSET",
    "t              0       0",
    "",
  ]);
  const [titles, ...features] = await lines("kafka-features", "describe");
  assertEquals(titles.split(/ +/), [
    "Feature",
    "SupportedMinVersion",
    "SupportedMaxVersion",
    "FinalizedVersionLevel",
    "Epoch",
  ]);
  assertEquals(
    new Set(features.slice(0, -1).map(({ length }) => length)),
    new Set([titles.length]),
  );
  const [, clusterLeader] = await lines("kafka-metadata-quorum", "describe --status");
  assertEquals(clusterLeader, "LeaderId:              1");
  const [broker, produce] = await lines("kafka-broker-api-versions", "");
  assertEquals(broker, "localhost:9092 (id: 1 rack: null isFenced: false)");
  assertMatch(produce, /^Produce\(0\): {10,}\d+ to \d+ +\[usable: \d+\]$/);
  await node.stop();
});
