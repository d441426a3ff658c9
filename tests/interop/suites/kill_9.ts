/** A broker killed again and again under load: nothing acknowledged is lost, nothing is doubled, files are sound. */
import { assert, assertEquals } from "@std/assert";
import { ApacheKafka } from "../harness/apache_kafka.ts";
import type { Background } from "../harness/background.ts";
import { runOk } from "../harness/command.ts";
import { dumpMetadata, dumpPartitions } from "../harness/dump_log.ts";
import { installKcat } from "../harness/kcat.ts";
import type { Suite } from "../harness/suite.ts";
import { waitUntil } from "../harness/wait_until.ts";

const KILLS = 20;
const PARTITIONS = 3;
const TOPIC = "killed";
/** Between these many milliseconds after the first acknowledgement since its start the broker is killed. */
const KILL_AFTER_MS = [10, 700];
const RECORDS_PER_SECOND = 8000;

/** The producer's own settings, which its tool would otherwise weaken. */
const PRODUCER_SETTINGS = `enable.idempotence=true
acks=all
max.in.flight.requests.per.connection=5
retries=2147483647
delivery.timeout.ms=300000
request.timeout.ms=10000
linger.ms=2
batch.size=4096
reconnect.backoff.ms=20
reconnect.backoff.max.ms=100
`;

interface Acknowledged {
  readonly value: number;
  readonly partition: number;
  readonly offset: number;
}

export const kill9: Suite = {
  name: "kill-9",
  async run(suite) {
    const missing = await installKcat() ?? await ApacheKafka.install(suite.cache, "4.3.1");
    if (missing !== null) return suite.skip("all", missing);
    const kafka = ApacheKafka.installed(suite.cache, "4.3.1");
    const ottla = await suite.startOttla({
      overrides: { "num.partitions": String(PARTITIONS), "log.segment.bytes": "1048576" },
    });
    const settings = `${suite.directory}/producer.properties`;
    await Deno.writeTextFile(settings, PRODUCER_SETTINGS);
    const producer = suite.spawn(...kafka.command("kafka-verifiable-producer", [
      ...["--bootstrap-server", ottla.address, "--topic", TOPIC, "--acks", "-1"],
      ...["--throughput", String(RECORDS_PER_SECOND), "--command-config", settings],
    ]));

    await suite.case(`a producer outlives ${KILLS} kills of its broker`, async () => {
      for (let kill = 0; kill < KILLS; kill++) {
        const before = producer.out.length;
        await waitUntil("records to be acknowledged", () => producer.out.length > before + 1);
        const [least, most] = KILL_AFTER_MS;
        await new Promise((resolve) => setTimeout(resolve, least + Math.random() * (most - least)));
        await ottla.kill();
        await ottla.start();
      }
      const before = producer.out.length;
      await waitUntil("records to be acknowledged", () => producer.out.length > before + 1000);
      await producer.stop("SIGTERM");
    });

    const acknowledged = readAcknowledged(producer);
    const kept: Acknowledged[] = [];
    await suite.case("everything can be read, offsets without gap", async () => {
      for (let partition = 0; partition < PARTITIONS; partition++) {
        const text = await runOk("kcat", [
          ...["-b", ottla.address, "-C", "-t", TOPIC, "-p", String(partition), "-o", "beginning"],
          ...["-e", "-q", "-f", "%o %s\\n", "-X", "fetch.wait.max.ms=10"],
        ]);
        const lines = text.trim().split("\n").map((line) => line.split(" ").map(Number));
        lines.forEach(([offset, value], at) => {
          assertEquals(offset, at, `offsets of partition ${partition}`);
          kept.push({ value, partition, offset });
        });
      }
    });
    await suite.case("no acknowledged record is lost", () => {
      const at = new Map(kept.map((it) => [`${it.partition}/${it.offset}`, it.value]));
      const lost = acknowledged.filter((it) => at.get(`${it.partition}/${it.offset}`) !== it.value);
      assertEquals(lost, [], `${lost.length} of ${acknowledged.length} lost`);
      assert(acknowledged.length > 5000, `only ${acknowledged.length} records were acknowledged`);
    });
    await suite.case("no record is there twice, none is missing, each partition in order", () => {
      const values = new Set(kept.map(({ value }) => value));
      assertEquals(values.size, kept.length, "distinct values");
      const last = kept.reduce((most, { value }) => Math.max(most, value), -1);
      assertEquals(last, kept.length - 1, "values from 0 on without gap");
      for (let partition = 0; partition < PARTITIONS; partition++) {
        let previous = -1;
        for (const it of kept.filter((it) => it.partition === partition)) {
          assert(it.value > previous, `partition ${partition}: ${it.value} after ${previous}`);
          previous = it.value;
        }
      }
    });
    await ottla.stop();
    await suite.case("kafka-dump-log reads every file of its partitions", async () => {
      assertEquals(await dumpPartitions(kafka, ottla.dataDirectory), kept.length);
    });
    await suite.case("kafka-dump-log reads the metadata log", async () => {
      const types = await dumpMetadata(kafka, ottla.dataDirectory);
      const count = (type: string) => types.filter((it) => it === type).length;
      assertEquals(count("TOPIC_RECORD"), 1);
      assertEquals(count("PARTITION_RECORD"), PARTITIONS);
      assert(count("REGISTER_BROKER_RECORD") > KILLS, "a registration for each start");
    });
  },
};

function readAcknowledged(producer: Background): Acknowledged[] {
  return producer.out.filter((line) => line.includes('"producer_send_success"'))
    .map((line) => JSON.parse(line))
    .map(({ value, partition, offset }) => ({ value: Number(value), partition, offset }));
}
