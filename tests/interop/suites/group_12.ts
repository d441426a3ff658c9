/** A group of different clients that share twelve partitions while members leave and die. */
import { assert, assertEquals } from "@std/assert";
import { ApacheKafka } from "../harness/apache_kafka.ts";
import { KAFKA_VERSIONS, type KafkaVersion } from "../harness/apache_tools.ts";
import type { Background } from "../harness/background.ts";
import { runOk } from "../harness/command.ts";
import { installKcat } from "../harness/kcat.ts";
import { installNodePackages, nodePackages } from "../harness/node_packages.ts";
import type { Suite, SuiteRun } from "../harness/suite.ts";
import { waitUntil } from "../harness/wait_until.ts";

const MEMBER_SCRIPT = new URL("../node/group_member.mjs", import.meta.url).pathname;
const PARTITIONS = 12;
const TOPIC = "twelve";
const GROUP = "mixed";
const PER_ROUND = 1200;
/** Longer than sessions last, after which a member that was killed is missed. */
const REBALANCE_MS = 40_000;

export const group12: Suite = {
  name: "group-12",
  async run(suite) {
    const missing = await installKcat() ?? await installNodePackages(suite.cache) ??
      await ApacheKafka.install(suite.cache, "4.3.1") ??
      await ApacheKafka.install(suite.cache, "3.5.2");
    if (missing !== null) return suite.skip("all", missing);
    const { address } = await suite.startOttla({
      overrides: {
        "num.partitions": String(PARTITIONS),
        "group.min.session.timeout.ms": "1000",
      },
    });
    await runOk("kcat", ["-b", address, "-L", "-t", TOPIC]);
    const members = [
      ...[1, 2, 3].map(() => nodeMember(suite, address)),
      ...KAFKA_VERSIONS.map((version) => javaMember(suite, address, version)),
    ];
    let sent = 0;
    const alive = () => members.filter(({ process }) => process.code === null);
    const produce = async () => {
      const values = Array.from({ length: PER_ROUND }, (_, at) => `value ${sent + at}`);
      sent += PER_ROUND;
      await runOk("kcat", ["-b", address, "-P", "-t", TOPIC], { input: `${values.join("\n")}\n` });
    };
    const shared = (count: number) =>
      waitUntil(
        `${count} members to share ${PARTITIONS} partitions`,
        () =>
          alive().length === count && alive().every((it) => it.assigned().length > 0) &&
          alive().flatMap((it) => it.assigned()).sort((a, b) => a - b).join() === ALL,
        REBALANCE_MS,
      );
    const consumed = () => new Set(members.flatMap((it) => it.values()));
    const allConsumed = async () => {
      await waitUntil(`${sent} records`, () => consumed().size >= sent);
      const values = consumed();
      for (let at = 0; at < sent; at++) assert(values.has(`value ${at}`), `value ${at} is missing`);
      assertEquals(values.size, sent, "nothing but what was sent");
    };

    await suite.case("three kafkajs and two Java members share", async () => {
      await shared(5);
      await produce();
      await allConsumed();
    });
    await suite.case("no record came twice while the group stood still", () => {
      assertEquals(members.flatMap((it) => it.values()).length, sent);
    });
    await suite.case("a member leaves, the others take its partitions at once", async () => {
      const others = shared(4);
      await members[0].process.stop("SIGTERM");
      await produce();
      await others;
      await allConsumed();
    });
    await suite.case("a member is killed, the others take its partitions", async () => {
      const producing = produce();
      await members[3].process.stop("SIGKILL");
      await producing;
      await shared(3);
      await produce();
      await allConsumed();
    });
    await suite.case("every offset is committed, each partition has its owner", async () => {
      const kafka = ApacheKafka.installed(suite.cache, "4.3.1");
      await waitUntil("all commits", async () => {
        const text = await kafka.toolOk("kafka-consumer-groups", [
          ...["--bootstrap-server", address, "--describe", "--group", GROUP],
        ]);
        const rows = text.split("\n").filter((line) => line.startsWith(GROUP))
          .map((line) => line.trim().split(/\s+/));
        const total = rows.reduce((sum, row) => sum + Number(row[3]), 0);
        const owners = new Set(rows.map((row) => row[6]));
        return rows.length === PARTITIONS && total === sent && rows.every((row) =>
          row[5] === "0"
        ) &&
          owners.size === 3 && !owners.has("-");
      });
    });
  },
};

const ALL = Array.from({ length: PARTITIONS }, (_, partition) => partition).join();

interface Member {
  readonly process: Background;
  /** Partitions it last was given. */
  assigned(): number[];
  /** Of all records it took. */
  values(): string[];
}

function nodeMember(suite: SuiteRun, address: string): Member {
  const process = suite.spawn("node", [MEMBER_SCRIPT, TOPIC, GROUP], {
    env: { BROKER: address, PACKAGES: nodePackages(suite.cache) },
    logFile: `${suite.directory}/members.log`,
  });
  const lines = () => process.out.map((line) => JSON.parse(line));
  return {
    process,
    assigned: () => lines().filter((it) => "assigned" in it).at(-1)?.assigned ?? [],
    values: () => lines().filter((it) => "value" in it).map(({ value }) => value),
  };
}

function javaMember(suite: SuiteRun, address: string, version: KafkaVersion): Member {
  const kafka = ApacheKafka.installed(suite.cache, version);
  const process = suite.spawn(
    ...kafka.command("kafka-verifiable-consumer", [
      ...["--bootstrap-server", address, "--topic", TOPIC, "--group-id", GROUP, "--verbose"],
      ...["--session-timeout", "4000", "--reset-policy", "earliest"],
      ...["--assignment-strategy", "org.apache.kafka.clients.consumer.RoundRobinAssignor"],
    ]),
    { logFile: `${suite.directory}/members.log` },
  );
  const lines = () => process.out.filter((it) => it.startsWith("{")).map((it) => JSON.parse(it));
  const changes = /partitions_(assigned|revoked)/;
  return {
    process,
    assigned: () => {
      const last = lines().filter(({ name }) => changes.test(name)).at(-1);
      if (last?.name !== "partitions_assigned") return [];
      return last.partitions.map(({ partition }: { partition: number }) => partition);
    },
    values: () => lines().filter(({ name }) => name === "record_data").map(({ value }) => value),
  };
}
