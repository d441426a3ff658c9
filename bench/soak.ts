/**
 * Endurance: produce, consume, members of a group that come and go, with retention on, at a part of the maximum rate
 * that is measured first. One line per interval; three processes (broker, producers, consumers).
 *
 * ```sh
 * deno run -A bench/soak.ts [--minutes 10] [--rate MB/s] [--part 0.5] [--interval 10]
 * ```
 */
import { parseArgs } from "@std/cli/parse-args";
import { Apis } from "../protocol/apis.ts";
import { denoRuntime } from "../runtime/deno.ts";
import { type GroupCounts, GroupLoad } from "./endurance/group_load.ts";
import { Latencies } from "./endurance/latencies.ts";
import { MeasuredBroker } from "./endurance/measured_broker.ts";
import { PacedProducer } from "./endurance/paced_producer.ts";
import { Table } from "./endurance/table.ts";

const TOPIC = "soak";
const PARTITIONS = 8;
const CONNECTIONS = 8;
const DEPTH = 4;
const WARM_UP_MS = 10_000;
const MEASURED_MS = 15_000;
const LAG_MS = 10;
const MB = 1e6;
const TOPIC_CONFIGS = {
  "segment.bytes": "33554432",
  "retention.bytes": "134217728",
  "retention.ms": "60000",
  "file.delete.delay.ms": "1000",
};

const HEADINGS = [
  "second",
  "broker MB",
  "MB/s in",
  "MB/s out",
  "p50 ms",
  "p99 ms",
  "max ms",
  "probe p99",
  "probe max",
  "own lag max",
  "record age",
  "rebalances",
  "errors",
];

const runtime = denoRuntime();
const { clock } = runtime;
const flags = parseArgs(Deno.args, {
  string: ["consume", "minutes", "rate", "part", "interval"],
  default: { minutes: "10", part: "0.5", interval: "10" },
});
const intervalMs = Number(flags.interval) * 1000;

if (flags.consume === undefined) await soak();
else await consume(flags.consume);
Deno.exit();

/** The consumers' process: prints its counts, a line of JSON per line that it reads. */
async function consume(address: string): Promise<void> {
  const group = new GroupLoad(runtime, address, TOPIC);
  const running = group.run();
  for await (const _ of Deno.stdin.readable) console.log(JSON.stringify(group.take()));
  group.stop();
  await running;
}

/** Starts {@linkcode consume} as a process. */
function consumers(address: string) {
  const self = new URL(import.meta.url).pathname;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", self, "--consume", address],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const input = child.stdin.getWriter();
  const output = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  return {
    async take(): Promise<GroupCounts> {
      await input.write(new Uint8Array([10]));
      let line = "";
      while (!line.endsWith("\n")) line += (await output.read()).value ?? "\n";
      return JSON.parse(line);
    },
    async stop(): Promise<void> {
      await input.close();
      await child.status;
    },
  };
}

/** How late this process is with its own timers: what that explains of the latencies. */
function watchLag(): Latencies {
  const lag = new Latencies();
  const look = () => {
    const startMs = clock.monotonic();
    clock.setTimer(LAG_MS, () => {
      lag.add(clock.monotonic() - startMs - LAG_MS);
      look();
    });
  };
  look();
  return lag;
}

/** Small requests on a connection of their own. */
async function probe(broker: MeasuredBroker, latencies: Latencies): Promise<void> {
  const connection = await broker.connect();
  for (;;) {
    const startMs = clock.monotonic();
    await connection.send(Apis.Metadata, { topics: [{ name: TOPIC }] });
    latencies.add(clock.monotonic() - startMs);
    await clock.sleep(LAG_MS);
  }
}

async function soak(): Promise<void> {
  const broker = new MeasuredBroker(runtime, {
    "log.retention.check.interval.ms": "5000",
    "group.initial.rebalance.delay.ms": "100",
  });
  await broker.start();
  try {
    await broker.createTopic(TOPIC, PARTITIONS, TOPIC_CONFIGS);
    const connections = await Promise.all(
      Array.from({ length: CONNECTIONS }, () => broker.connect()),
    );
    const produced = new Latencies();
    const producer = new PacedProducer(clock, connections, TOPIC, PARTITIONS, produced);
    const group = consumers(broker.address);
    const rate = flags.rate === undefined
      ? await measure(producer, group) * Number(flags.part)
      : Number(flags.rate) * MB;
    console.log(`${(rate / MB).toFixed(1)} MB/s for ${flags.minutes} minutes`);
    await clock.sleep(5000);
    await steady(broker, producer, group, rate);
    await group.stop();
    console.log(broker.complaints().join("\n"));
  } finally {
    await broker.stop();
  }
}

/** The most that goes through while the group consumes, in bytes per second. */
async function measure(producer: PacedProducer, group: ReturnType<typeof consumers>) {
  await producer.atMost(DEPTH, WARM_UP_MS);
  await group.take();
  const most = await producer.atMost(DEPTH, MEASURED_MS);
  const out = (await group.take()).bytes / MEASURED_MS * 1000;
  console.log(
    `at most ${(most / MB).toFixed(1)} MB/s in, ${(out / MB).toFixed(1)} MB/s out meanwhile`,
  );
  return most;
}

async function steady(
  broker: MeasuredBroker,
  producer: PacedProducer,
  group: ReturnType<typeof consumers>,
  rate: number,
): Promise<void> {
  const lag = watchLag();
  const probed = new Latencies();
  probe(broker, probed).catch((error) => producer.errors.push(String(error)));
  const table = new Table(HEADINGS);
  const startMs = clock.monotonic();
  const running = producer.atRate(rate);
  producer.latencies.take();
  await group.take();
  let fromBytes = producer.bytes;
  let fromMs = startMs;
  while (clock.monotonic() - startMs < Number(flags.minutes) * 60_000) {
    await clock.sleep(intervalMs);
    const { bytes, rebalances, oldestMs, errors } = await group.take();
    const nowMs = clock.monotonic();
    const perMs = (count: number) => count / (nowMs - fromMs) * 1000 / MB;
    const { p50, p99, max } = producer.latencies.take();
    const probes = probed.take();
    const wrong = [...errors, ...producer.errors.splice(0)];
    table.row([
      Math.round((nowMs - startMs) / 1000),
      broker.residentMb(),
      perMs(producer.bytes - fromBytes),
      perMs(bytes),
      p50,
      p99,
      max,
      probes.p99,
      probes.max,
      lag.take().max,
      oldestMs,
      rebalances,
      wrong.length,
    ]);
    for (const error of wrong) console.log(error);
    fromBytes = producer.bytes;
    fromMs = nowMs;
  }
  producer.stop();
  await running;
}
