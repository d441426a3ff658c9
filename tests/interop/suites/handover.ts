/** One data directory, opened in turn by Ottla and by Apache Kafka: each finds what the other left, and adds to it. */
import { assertEquals, assertMatch } from "@std/assert";
import { ApacheKafka } from "../harness/apache_kafka.ts";
import { runOk } from "../harness/command.ts";
import { installKcat } from "../harness/kcat.ts";
import type { Ottla } from "../harness/ottla.ts";
import type { Suite, SuiteRun } from "../harness/suite.ts";

const PARTITIONS = 3;
const PER_PARTITION = 200;
const GROUP = "reader";
const GROUP_TOPIC = "topic-lz4";
const READ_AT_ONCE = 230;
/**
 * In a server's log: something is wrong with a directory, or was not closed in order. The metadata log always recovers,
 * and Kafka's controller may be asked to register before it is active, which it calls an error and does later.
 */
const COMPLAINT =
  /\bFATAL\b|\bERROR\b(?!.*apiKey=CONTROLLER_REGISTRATION)|Recovering unflushed segment(?!.*__cluster_metadata)|corrupt/i;
const CODECS = ["none", "lz4", "zstd"];

export const handover: Suite = {
  name: "handover",
  async run(suite) {
    const missing = await installKcat() ?? await ApacheKafka.install(suite.cache, "4.3.1");
    if (missing !== null) return suite.skip("all", missing);
    const kafka = ApacheKafka.installed(suite.cache, "4.3.1");
    for (const first of ["ottla", "kafka"] as const) {
      const directory = new SharedDirectory(suite, kafka, `${suite.directory}/${first}-first`);
      const second = first === "ottla" ? "kafka" : "ottla";
      const name = `${first}, ${second}, ${first} again:`;
      await suite.case(`${name} what the first leaves`, async () => {
        if (first === "kafka") await directory.formatByKafka();
        await directory.opened(first, () => directory.fill());
      }) &&
        await suite.case(
          `${name} the second finds it and adds to it`,
          () =>
            directory.opened(second, async () => {
              await directory.find();
              await directory.add();
            }),
        ) &&
        await suite.case(
          `${name} the first finds all of it`,
          () => directory.opened(first, () => directory.find()),
        );
    }
  },
};

/** The directory, and what must be in it by now. */
class SharedDirectory {
  readonly #ottla: Ottla;
  readonly #topics = new Map<string, string[][]>();
  /** Of the group, by partition. */
  readonly #committed = new Map<number, number>();
  #by = "";

  constructor(
    readonly suite: SuiteRun,
    readonly kafka: ApacheKafka,
    readonly directory: string,
  ) {
    this.#ottla = suite.ottla({
      directory,
      byFile: true,
      overrides: { "num.partitions": String(PARTITIONS) },
    });
  }

  async formatByKafka(): Promise<void> {
    const file = await this.#ottla.writeProperties();
    const clusterId = "MkU3OEVBNTcwNTJENDM2Qk";
    await this.kafka.toolOk("kafka-storage", ["format", "-t", clusterId, "-c", file]);
  }

  /** Runs `body` while one of the two serves the directory. Neither may find anything to complain of. */
  async opened(by: "ottla" | "kafka", body: () => Promise<void>): Promise<void> {
    this.#by = by;
    if (by === "ottla") {
      await this.#ottla.start();
      const { process } = this.#ottla;
      await body();
      assertEquals(await this.#ottla.stop(), 143);
      assertEquals(process.lines.filter((line) => COMPLAINT.test(line)), []);
      return;
    }
    const file = this.#ottla.propertiesFile;
    const server = this.suite.own(this.kafka.server(file, `${this.directory}/kafka.log`));
    await server.waitForLine(ApacheKafka.started, 60_000);
    await body();
    assertEquals(await server.stop("SIGTERM", 40_000), 143);
    assertEquals(server.lines.filter((line) => COMPLAINT.test(line)), []);
  }

  /** Topics of several kinds, and a group that has read part of one. */
  async fill(): Promise<void> {
    for (const codec of CODECS) {
      await this.#kcat(["-L", "-t", `topic-${codec}`]);
      await this.#produce(`topic-${codec}`, codec);
    }
    await this.#readOn();
  }

  /** More to a topic of the other's, a topic of one's own, and the group reads on. */
  async add(): Promise<void> {
    await this.#produce(GROUP_TOPIC, "gzip");
    await this.#kcat(["-L", "-t", "topic-of-the-second"]);
    await this.#produce("topic-of-the-second", "snappy");
    await this.#readOn();
  }

  /** Compares all that is there with all that should be. */
  async find(): Promise<void> {
    const metadata = JSON.parse(await this.#kcat(["-L", "-J"]));
    const names = (metadata.topics as { topic: string }[]).map(({ topic }) => topic)
      .filter((topic) => !topic.startsWith("__"));
    assertEquals(names.sort(), [...this.#topics.keys()].sort());
    for (const [topic, partitions] of this.#topics) {
      for (const [partition, sent] of partitions.entries()) {
        const text = await this.#kcat([
          ...["-C", "-t", topic, "-p", String(partition), "-o", "beginning", "-e", "-q"],
          ...["-f", "%o %k %s\\n", "-X", "fetch.wait.max.ms=10"],
        ]);
        const expected = sent.map((value, at) => `${at} ${value}`);
        assertEquals(text.trim().split("\n"), expected, `${topic}-${partition}`);
      }
    }
    const described = await this.kafka.toolOk("kafka-consumer-groups", [
      ...["--bootstrap-server", this.#ottla.address, "--describe", "--group", "reader"],
    ]);
    for (const [partition, committed] of this.#committed) {
      const end = this.#topics.get(GROUP_TOPIC)![partition].length;
      const row = [GROUP, GROUP_TOPIC, partition, committed, end, end - committed].join("\\s+");
      assertMatch(described, new RegExp(`^${row}\\s`, "m"));
    }
  }

  async #produce(topic: string, codec: string): Promise<void> {
    const partitions = this.#topics.get(topic) ?? Array.from({ length: PARTITIONS }, () => []);
    this.#topics.set(topic, partitions);
    for (const [partition, lines] of partitions.entries()) {
      const more = Array.from(
        { length: PER_PARTITION },
        (_, at) => `key-${at % 7} ${this.#by} ${codec} ${partition} ${lines.length + at}`,
      );
      await this.#kcat([
        ...["-P", "-t", topic, "-p", String(partition), "-z", codec, "-K", " "],
        ...["-X", "enable.idempotence=true"],
      ], `${more.join("\n")}\n`);
      lines.push(...more);
    }
  }

  /** The group takes some records more, each the one after what it has committed of the partition. */
  async #readOn(): Promise<void> {
    const print = ["key", "partition", "offset"].flatMap((it) => [
      "--formatter-property",
      `print.${it}=true`,
    ]);
    const text = await this.kafka.toolOk("kafka-console-consumer", [
      ...["--bootstrap-server", this.#ottla.address, "--topic", GROUP_TOPIC, "--group", GROUP],
      ...["--from-beginning", "--max-messages", String(READ_AT_ONCE), "--timeout-ms", "20000"],
      ...print,
    ]);
    const rows = [...text.matchAll(/^Partition:(\d+)\tOffset:(\d+)\t/gm)]
      .map(([, partition, offset]) => [Number(partition), Number(offset)]);
    assertEquals(rows.length, READ_AT_ONCE);
    for (const [partition, offset] of rows) {
      assertEquals(offset, this.#committed.get(partition) ?? 0, `partition ${partition}`);
      this.#committed.set(partition, offset + 1);
    }
  }

  #kcat(args: readonly string[], input?: string): Promise<string> {
    return runOk("kcat", ["-b", this.#ottla.address, ...args], { input, timeoutMs: 20_000 });
  }
}
