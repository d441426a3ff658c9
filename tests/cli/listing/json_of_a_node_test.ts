/** What `--json` prints of a node: the data that the columns are made of, under names that agree between tools. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { OWN_TOOLS } from "../../../cli/own_tools.ts";
import { TOOLS } from "../../../cli/tools.ts";
import { SimulatedNode } from "../../broker/simulated_node.ts";
import { runTool, type ToolResult } from "../simulated_tool.ts";

const SERVER = ["--bootstrap-server", "localhost:9092"];
const SETTINGS = { "group.initial.rebalance.delay.ms": "0" };

interface Running {
  readonly node: SimulatedNode;
  run(name: string, args: string, input?: string): Promise<ToolResult>;
  // deno-lint-ignore no-explicit-any
  json(name: string, args: string): Promise<any>;
}

async function withNode(use: (running: Running) => Promise<void>): Promise<void> {
  const node = await new SimulatedNode({ settings: SETTINGS }).start();
  const run = (name: string, args: string, input?: string) => {
    const words = args === "" ? [] : args.split(" ");
    // Its commands take the address, not the tool.
    const all = name === "kafka-cluster" ? [...words, ...SERVER] : [...SERVER, ...words];
    return runTool(node.world, node.runtime, name, all, input);
  };
  const json = async (name: string, args: string) => {
    const { stdout, stderr, exitCode } = await run(name, `${args} --json`.trim());
    assertEquals(exitCode, 0, `${name} ${args}: ${stdout}${stderr}`);
    return JSON.parse(stdout);
  };
  await use({ node, run, json });
  await node.stop();
}

function file(node: SimulatedNode, path: string, text: string): void {
  const handle = node.runtime.disk.open(path, { create: "if-missing", write: true });
  handle.writeSync(new TextEncoder().encode(text), 0);
  handle.close();
}

/** Tools that list, and their commands; of tools without commands an empty one. */
const LISTING: Readonly<Record<string, readonly string[]>> = {
  "kafka-topics": [""],
  "kafka-consumer-groups": [""],
  "kafka-configs": [""],
  "kafka-acls": [""],
  "kafka-cluster": ["cluster-id", "list-endpoints"],
  "kafka-features": ["describe", "version-mapping", "feature-dependencies"],
  "kafka-metadata-quorum": ["describe"],
  "kafka-groups": [""],
  "kafka-client-metrics": [""],
  "kafka-delegation-tokens": [""],
  "kafka-broker-api-versions": [""],
  "kafka-get-offsets": [""],
  "kafka-log-dirs": [""],
  "kafka-leader-election": [""],
  "kafka-reassign-partitions": [""],
  "kafka-transactions": ["list", "describe", "describe-producers", "find-hanging"],
  "kafka-share-groups": [""],
  "kafka-streams-groups": [""],
  "kafka-storage": ["info", "version-mapping", "feature-dependencies"],
  "doctor": [""],
};

Deno.test("Tools that list declare --json, and no others", async () => {
  for (const { name, load } of [...TOOLS, ...OWN_TOOLS]) {
    const { words } = await load();
    const commands = [["", words?.flags ?? {}] as const, ...Object.entries(words?.commands ?? {})];
    const listing = commands.filter(([, flags]) => "json" in flags).map(([command]) => command);
    assertEquals(listing, LISTING[name] ?? [], name);
  }
});

Deno.test("--json with an action that does not list is refused in one line, before anything is done", () =>
  withNode(async ({ run }) => {
    for (
      const [name, args, flags] of [
        ["kafka-topics", "--create --topic t", "--list or --describe"],
        ["kafka-consumer-groups", "--delete --group g", "--list or --describe or --reset-offsets"],
        ["kafka-configs", "--alter --topic t --add-config retention.ms=1", "--describe"],
        ["kafka-reassign-partitions", "--cancel --reassignment-json-file f", "--list or --verify"],
      ]
    ) {
      const { stdout, stderr, exitCode } = await run(name, `${args} --json`);
      assertEquals([exitCode, stdout, stderr], [1, "", `--json goes with ${flags} only\n`]);
    }
    assertEquals((await run("kafka-topics", "--list")).stdout, "\n");
    const unregister = await run("kafka-cluster", "unregister --id 1 --json");
    assertEquals([unregister.exitCode, unregister.stdout], [1, ""]);
    assertStringIncludes(unregister.stderr, "unrecognized arguments: '--json'");
  }));

Deno.test("With --json failures leave standard output empty, and exit codes as they are", () =>
  withNode(async ({ run }) => {
    const missing = await run("kafka-topics", "--describe --topic nope --json");
    assertEquals([missing.exitCode, missing.stdout], [1, ""]);
    assertStringIncludes(missing.stderr, "Topic 'nope' does not exist as expected");
    const offsets = await run("kafka-get-offsets", "--topic nope --json");
    assertEquals([offsets.exitCode, offsets.stdout], [1, ""]);
  }));

Deno.test("--json of topics, offsets and groups", () =>
  withNode(async ({ run, json }) => {
    await run("kafka-topics", "--create --topic t");
    await run("kafka-console-producer", "--topic t", "a\nb\nc\n");
    assertEquals(await json("kafka-get-offsets", "--topic t"), [
      { topic: "t", partition: 0, offset: 3 },
    ]);
    const [{ topicId, ...topic }] = await json("kafka-topics", "--describe --topic t");
    assertMatch(topicId, /^.{22}$/);
    assertEquals(topic, {
      name: "t",
      partitions: [{
        partition: 0,
        leader: 1,
        replicas: [1],
        isr: [1],
        eligibleLeaderReplicas: [],
        lastKnownElr: [],
        reassignment: null,
      }],
      configs: [{ name: "min.insync.replicas", value: "1" }],
      minInsyncReplicas: 1,
    });
    await run("kafka-console-consumer", "--topic t --group g --from-beginning --max-messages 2");
    const listed = { groupId: "g", protocolType: "consumer", state: "Empty", type: "classic" };
    assertEquals(await json("kafka-consumer-groups", "--list"), [listed]);
    assertEquals(await json("kafka-groups", "--list"), [listed]);
    for (const view of ["", " --members", " --state", " --verbose"]) {
      assertEquals(await json("kafka-consumer-groups", `--describe --group g${view}`), [{
        groupId: "g",
        state: "Empty",
        assignor: null,
        epochs: null,
        coordinator: { id: 1, host: "localhost", port: 9092 },
        members: [],
        partitions: [{
          topic: "t",
          partition: 0,
          committed: 2,
          leaderEpoch: null,
          end: 3,
          lag: 1,
          memberId: null,
        }],
      }]);
    }
    const reset = "--reset-offsets --group g --topic t --to-earliest --dry-run";
    const plan = [{ groupId: "g", topic: "t", partition: 0, offset: 0 }];
    assertEquals(await json("kafka-consumer-groups", reset), plan);
    assertEquals(await json("kafka-consumer-groups", `${reset} --export`), plan);
    const [gone] = await json("kafka-consumer-groups", "--describe --group nope");
    assertEquals([gone.groupId, gone.state, gone.coordinator], ["nope", "Dead", null]);
  }));

Deno.test("--json of kafka-configs: entities with settings, quotas and credentials", () =>
  withNode(async ({ run, json }) => {
    await run("kafka-topics", "--create --topic t --config retention.ms=5");
    await run("kafka-configs", "--alter --broker-defaults --add-config log.cleaner.threads=2");
    await run("kafka-configs", "--alter --user u --add-config SCRAM-SHA-256=[password=p]");
    await run("kafka-configs", "--alter --user u --add-config producer_byte_rate=1024");
    await run("kafka-configs", "--alter --client-defaults --add-config request_percentage=12.5");
    const retention = { name: "retention.ms", value: "5", source: "DYNAMIC_TOPIC_CONFIG" };
    assertEquals(await json("kafka-configs", "--describe --topic t"), [{
      entity: { topic: "t" },
      configs: [{ ...retention, isSensitive: false, isReadOnly: false, synonyms: [retention] }],
    }]);
    const brokers = await json("kafka-configs", "--describe --entity-type brokers");
    assertEquals(brokers.map(({ entity }: { entity: unknown }) => entity), [
      { broker: "1" },
      { broker: null },
    ]);
    assertEquals(await json("kafka-configs", "--describe --user u"), [
      { entity: { user: "u" }, quotas: { producer_byte_rate: 1024 } },
      {
        entity: { user: "u" },
        scramCredentials: [{ mechanism: "SCRAM-SHA-256", iterations: 4096 }],
      },
    ]);
    assertEquals(await json("kafka-configs", "--describe --entity-type clients"), [
      { entity: { clientId: null }, quotas: { request_percentage: 12.5 } },
    ]);
    const missing = await run("kafka-configs", "--describe --topic nope --json");
    assertEquals([JSON.parse(missing.stdout), missing.exitCode], [[], 0]);
    assertStringIncludes(missing.stderr, "The topic 'nope' doesn't exist");
  }));

Deno.test("--json of the cluster: id, endpoints, quorum, features, API versions, client metrics", () =>
  withNode(async ({ run, json }) => {
    const { clusterId } = await json("kafka-cluster", "cluster-id");
    assertMatch(clusterId, /^.{22}$/);
    assertEquals(await json("kafka-cluster", "list-endpoints"), [{
      id: 1,
      host: "localhost",
      port: 9092,
      rack: null,
      isFenced: false,
      endpointType: "broker",
    }]);
    const status = await json("kafka-metadata-quorum", "describe --status");
    assertEquals([status.clusterId, status.leaderId, status.maxFollowerLag], [clusterId, 1, 0]);
    assertEquals(status.currentVoters, [{
      id: 1,
      directoryId: null,
      endpoints: [{ name: "CONTROLLER", host: "localhost", port: 9093 }],
    }]);
    const [voter] = await json("kafka-metadata-quorum", "describe --replication");
    const { nodeId, directoryId, lag, status: role, lastFetchTimestamp } = voter;
    assertEquals([nodeId, directoryId, lag, role], [1, null, 0, "Leader"]);
    assertEquals(typeof lastFetchTimestamp, "number");
    const features = await json("kafka-features", "describe");
    const metadata = features.find(({ feature }: { feature: string }) =>
      feature === "metadata.version"
    );
    assertEquals(metadata.finalizedVersionLevel, metadata.supportedMaxVersion);
    assertMatch(metadata.releaseVersion, /^\d+\.\d+-IV\d+$/);
    const [{ id, apis, error }] = await json("kafka-broker-api-versions", "");
    assertEquals([id, error], [1, null]);
    const produce = apis.find(({ key }: { key: number }) => key === 0);
    assertEquals([produce.name, produce.usableVersion], ["Produce", produce.maxVersion]);
    await run("kafka-client-metrics", "--alter --name m --interval 1000");
    assertEquals(await json("kafka-client-metrics", "--list"), [{ name: "m" }]);
    const [{ name, configs }] = await json("kafka-client-metrics", "--describe");
    assertEquals([name, configs[0]], ["m", { name: "interval.ms", value: "1000" }]);
  }));

Deno.test("--json of log directories, reassignments, elections and producers", () =>
  withNode(async ({ node, run, json }) => {
    await run("kafka-topics", "--create --topic t");
    await run(
      "kafka-console-producer",
      "--topic t --producer-property enable.idempotence=true",
      "a\n",
    );
    const { brokers: [{ broker, logDirs: [{ logDir, partitions }] }] } = await json(
      "kafka-log-dirs",
      "--describe --topic-list t",
    );
    assertEquals([broker, logDir, partitions[0].partition], [1, "/data", "t-0"]);
    assertEquals(await json("kafka-reassign-partitions", "--list"), []);
    file(
      node,
      "/plan.json",
      JSON.stringify({
        version: 1,
        partitions: [
          { topic: "t", partition: 0, replicas: [1], log_dirs: ["/data"] },
          { topic: "u", partition: 0, replicas: [2] },
        ],
      }),
    );
    const verify = "--verify --reassignment-json-file /plan.json --preserve-throttles";
    assertEquals(await json("kafka-reassign-partitions", verify), {
      partitions: [
        {
          topic: "t",
          partition: 0,
          replicas: [1],
          status: "completed",
          message: "Reassignment of partition t-0 is completed.",
        },
        {
          topic: "u",
          partition: 0,
          replicas: [2],
          status: "notStarted",
          message: "There is no active reassignment of partition u-0, but replica set is  rather " +
            "than 2.",
        },
      ],
      moves: [{
        topic: "t",
        partition: 0,
        broker: 1,
        logDir: "/data",
        status: "completed",
        message: "Reassignment of replica t-0-1 completed successfully.",
      }],
    });
    const elect = "--election-type preferred --topic t --partition";
    assertEquals(await json("kafka-leader-election", `${elect} 0`), [
      { topic: "t", partition: 0, outcome: "notNeeded", error: null },
    ]);
    const failed = await run("kafka-leader-election", `${elect} 7 --json`);
    const [{ outcome, error }] = JSON.parse(failed.stdout);
    assertEquals([failed.exitCode, outcome], [1, "failed"]);
    assertStringIncludes(error, "UnknownTopicOrPartitionException");
    const producers = await json(
      "kafka-transactions",
      "describe-producers --topic t --partition 0",
    );
    assertEquals(
      producers.map((it: Record<string, unknown>) => [
        it.producerEpoch,
        it.lastSequence,
        it.currentTransactionStartOffset,
      ]),
      [[0, 0, null]],
    );
    assertEquals(await json("kafka-transactions", "find-hanging --topic t"), []);
  }));

Deno.test("--json of kafka-storage needs no cluster", () =>
  withNode(async ({ node }) => {
    const run = (...args: string[]) => runTool(node.world, node.runtime, "kafka-storage", args);
    file(
      node,
      "/s.properties",
      "node.id=1\nprocess.roles=broker,controller\n" +
        "listeners=PLAINTEXT://:9092,CONTROLLER://:9093\ncontroller.listener.names=CONTROLLER\n" +
        "controller.quorum.voters=1@localhost:9093\nlog.dirs=/data,/other\n",
    );
    const info = await run("info", "-c", "/s.properties", "--json");
    const { directories, metadata, problems } = JSON.parse(info.stdout);
    assertEquals([info.exitCode, directories, metadata.nodeId, problems], [
      1,
      ["/data"],
      1,
      ["/other does not exist"],
    ]);
    const mapping = await run("version-mapping", "--release-version", "3.7-IV4", "--json");
    assertEquals(JSON.parse(mapping.stdout)[0], {
      feature: "metadata.version",
      level: 19,
      releaseVersion: "3.7-IV4",
    });
    const needs = await run("feature-dependencies", "-f", "transaction.version=2", "--json");
    const [{ feature, level, requires }] = JSON.parse(needs.stdout);
    assertEquals([feature, level, requires[0]?.feature ?? "none"], [
      "transaction.version",
      2,
      "none",
    ]);
  }));
