/** Apache Kafka's own console tools, on the Java client, of the newest and of an old line. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { ApacheKafka } from "../harness/apache_kafka.ts";
import { KAFKA_VERSIONS } from "../harness/apache_tools.ts";
import type { Suite, SuiteRun } from "../harness/suite.ts";

export const java: Suite = {
  name: "java",
  async run(suite) {
    for (const version of KAFKA_VERSIONS) {
      const missing = await ApacheKafka.install(suite.cache, version);
      if (missing !== null) {
        suite.skip(version, missing);
        continue;
      }
      const ottla = await suite.startOttla({ directory: `${suite.directory}/${version}` });
      const kafka = ApacheKafka.installed(suite.cache, version);
      await new Tools(suite, kafka, ottla.address).run();
      await ottla.kill();
    }
  },
};

/** The cases for one version. */
class Tools {
  readonly #isOld: boolean;

  constructor(
    readonly suite: SuiteRun,
    readonly kafka: ApacheKafka,
    readonly address: string,
  ) {
    this.#isOld = kafka.version.startsWith("3");
  }

  async run(): Promise<void> {
    await this.#case(
      "kafka-topics creates, lists, describes, widens, deletes",
      () => this.#topics(),
    );
    await this.#case("kafka-broker-api-versions lists the broker", () => this.#apiVersions());
    await this.#case("console producer and consumer, keys and headers", () => this.#console());
    for (const codec of this.#isOld ? ["lz4"] : ["gzip", "snappy", "lz4", "zstd"]) {
      await this.#case(`console producer with ${codec}`, () => this.#codec(codec));
    }
    await this.#case("a group goes on where it was", () => this.#group());
    await this.#case("kafka-consumer-groups lists and describes", () => this.#groups());
    await this.#case("kafka-get-offsets and kafka-configs", () => this.#offsetsAndConfigs());
    await this.#case("kafka-verifiable-producer and -consumer", () => this.#verifiable());
    await this.#case("kafka-producer-perf-test", () => this.#performance());
  }

  #case(name: string, body: () => Promise<void>): Promise<boolean> {
    return this.suite.case(`${this.kafka.version} ${name}`, body);
  }

  #tool(tool: string, args: readonly string[], input?: string): Promise<string> {
    return this.kafka.toolOk(`kafka-${tool}`, ["--bootstrap-server", this.address, ...args], {
      input,
      timeoutMs: 60_000,
    });
  }

  async #topics(): Promise<void> {
    const topics = (...args: string[]) => this.#tool("topics", args);
    const made = await topics("--create", "--topic", "made", "--partitions", "3");
    assertEquals(made.trim(), "Created topic made.");
    const again = await this.kafka.tool("kafka-topics", [
      ...["--bootstrap-server", this.address, "--create", "--topic", "made"],
    ]);
    assertEquals(again.code, 1);
    assertMatch(again.out, /Topic 'made' already exists/);
    await topics("--alter", "--topic", "made", "--partitions", "5");
    const described = await topics("--describe", "--topic", "made");
    assertMatch(described, /Topic: made\tTopicId: \S{22}\tPartitionCount: 5\tReplicationFactor: 1/);
    assertEquals(described.match(/Leader: 1\tReplicas: 1\tIsr: 1/g)?.length, 5);
    assertEquals((await topics("--list")).trim(), "made");
    await topics("--delete", "--topic", "made");
    assertEquals((await topics("--list")).trim(), "");
  }

  async #apiVersions(): Promise<void> {
    const text = await this.#tool("broker-api-versions", []);
    assert(text.startsWith(`${this.address} (id: 1 rack: null`), text);
    assertMatch(text, /Produce\(0\): \d+ to \d+ \[usable: \d+\]/);
    assertMatch(text, /Fetch\(1\): \d+ to \d+ \[usable: \d+\]/);
    assertMatch(text, /CreateTopics\(19\): \d+ to \d+ \[usable: \d+\]/);
  }

  async #console(): Promise<void> {
    // The 3.x line also takes the flag of the days before it.
    const server = this.#isOld ? "--broker-list" : "--bootstrap-server";
    const property = this.#isOld ? "--property" : "--reader-property";
    const { code, err } = await this.kafka.tool("kafka-console-producer", [
      ...[server, this.address, "--topic", "console", "--request-required-acks", "all"],
      ...[property, "parse.key=true", property, "parse.headers=true"],
    ], { input: "a:1,b:2\tkey\tvalue\nc:3\tkey 2\tvalue 2\n" });
    assertEquals(code, 0, err);
    const print = this.#isOld ? "--property" : "--formatter-property";
    const text = await this.#consume("console", 2, [
      ...["key", "headers", "offset", "partition"].flatMap((it) => [print, `print.${it}=true`]),
    ]);
    assertEquals(text, [
      "Partition:0\tOffset:0\ta:1,b:2\tkey\tvalue",
      "Partition:0\tOffset:1\tc:3\tkey 2\tvalue 2",
    ]);
  }

  async #codec(codec: string): Promise<void> {
    const sent = Array.from({ length: 500 }, (_, at) => `a text to compress ${at}`);
    await this.#tool(
      "console-producer",
      ["--topic", codec, "--compression-codec", codec],
      `${sent.join("\n")}\n`,
    );
    assertEquals(await this.#consume(codec, sent.length), sent);
  }

  async #group(): Promise<void> {
    const send = (...lines: string[]) =>
      this.#tool("console-producer", ["--topic", "grouped"], `${lines.join("\n")}\n`);
    await send("one", "two", "three");
    assertEquals(await this.#consume("grouped", 3, ["--group", "g"]), ["one", "two", "three"]);
    await send("four");
    assertEquals(await this.#consume("grouped", 1, ["--group", "g"]), ["four"]);
  }

  async #groups(): Promise<void> {
    assertEquals((await this.#tool("consumer-groups", ["--list"])).split("\n").includes("g"), true);
    const described = await this.#tool("consumer-groups", ["--describe", "--group", "g"]);
    assertMatch(described, /^g\s+grouped\s+0\s+4\s+4\s+0\s+-/m);
  }

  async #offsetsAndConfigs(): Promise<void> {
    const offsets = await this.#tool("get-offsets", ["--topic", "grouped"]);
    assertEquals(offsets.trim(), "grouped:0:4");
    const entity = ["--entity-type", "topics", "--entity-name", "grouped"];
    const altered = await this.#tool("configs", [
      ...[...entity, "--alter", "--add-config", "retention.ms=7000000"],
    ]);
    assertEquals(altered.trim(), "Completed updating config for topic grouped.");
    assertMatch(
      await this.#tool("configs", [...entity, "--describe"]),
      /retention\.ms=7000000 sensitive=false synonyms=\{DYNAMIC_TOPIC_CONFIG:retention.ms=7000000/,
    );
  }

  async #verifiable(): Promise<void> {
    const produced = await this.#tool("verifiable-producer", [
      ...["--topic", "verified", "--max-messages", "3000", "--acks", "-1"],
    ]);
    assertMatch(produced, /"name":"tool_data".*"sent":3000,"acked":3000|"acked":3000/);
    const consumed = await this.#tool("verifiable-consumer", [
      ...["--topic", "verified", "--group-id", "verifies", "--max-messages", "3000"],
    ]);
    const counts = consumed.split("\n").filter((line) => line.includes('"records_consumed"'))
      .map((line) => JSON.parse(line).count as number);
    assertEquals(counts.reduce((sum, count) => sum + count, 0), 3000);
    assertMatch(consumed, /"offsets_committed".*"offset":3000.*"success":true/);
  }

  async #performance(): Promise<void> {
    const text = await this.kafka.toolOk("kafka-producer-perf-test", [
      ...["--topic", "performance", "--num-records", "20000", "--record-size", "200"],
      ...["--throughput", "-1", "--producer-props", `bootstrap.servers=${this.address}`],
      ...["acks=all", "compression.type=lz4", "batch.size=32768", "linger.ms=5"],
    ]);
    assertMatch(text, /^20000 records sent/m);
  }

  async #consume(topic: string, count: number, more: readonly string[] = []): Promise<string[]> {
    const text = await this.#tool("console-consumer", [
      ...["--topic", topic, "--from-beginning", "--max-messages", String(count)],
      ...["--timeout-ms", "30000", ...more],
    ]);
    return text.trim().split("\n");
  }
}
