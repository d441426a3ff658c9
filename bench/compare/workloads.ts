/** The rows of the comparison: what is done, and what Ottla is to reach beside Apache Kafka. */
import type { LoadGenerator } from "./load_generator.ts";
import type { MeasuredBroker } from "./measured_broker.ts";
import { cpuSeconds, residentMegabytes } from "./process_usage.ts";

/** What one run of a workload gave: numbers by their name and unit. */
export type Figures = Readonly<Record<string, number>>;

export interface Workload {
  readonly name: string;
  readonly settings?: Readonly<Record<string, string>>;
  /** Told as text; the table shows it beside the ratios. */
  readonly target: string;
  /** @param seconds How long to measure, where that can be chosen. */
  run(broker: MeasuredBroker, load: LoadGenerator, seconds: number): Promise<Figures>;
}

const HOST = "127.0.0.1";
const TOPIC = "load";
const PARTITIONS = 12;
const MANY_PARTITIONS = 2000;
/** Code is compiled and buffers grow before anything is measured. */
const WARM_UP_SECONDS = 2;

/** Runs `load MODE HOST PORT TOPIC ...` on a started broker, and what it cost the broker. */
async function measured(
  broker: MeasuredBroker,
  load: LoadGenerator,
  args: (seconds: number) => readonly (string | number)[],
  seconds: number,
  prepare?: readonly (string | number)[],
) {
  const at = [HOST, broker.port, TOPIC];
  await broker.start();
  try {
    await load.run(["create", ...at, PARTITIONS]);
    const on = ([mode, ...rest]: readonly (string | number)[]) => load.run([mode, ...at, ...rest]);
    if (prepare !== undefined) await on(prepare);
    await on(args(WARM_UP_SECONDS));
    const before = cpuSeconds(broker.pid);
    const result = await on(args(seconds));
    const cpu = cpuSeconds(broker.pid) - before;
    return { result, cpu, residentMb: residentMegabytes(broker.pid) };
  } finally {
    await broker.stop();
  }
}

function produce(
  name: string,
  target: string,
  shape: { connections: number; depth: number; record: number; batch: number },
  settings?: Record<string, string>,
): Workload {
  const { connections, depth, record, batch } = shape;
  const counts = batch <= record;
  return {
    name,
    target,
    settings,
    async run(broker, load, seconds): Promise<Figures> {
      const { result, cpu, residentMb } = await measured(
        broker,
        load,
        (s) => ["produce", PARTITIONS, connections, depth, record, batch, 1, s],
        seconds,
      );
      return counts
        ? { "requests/s": result.requestsPerSecond, "CPU us": cpu / result.requests * 1e6 }
        : {
          "MB/s": result.megabytesPerSecond,
          "CPU s/GB": cpu / result.bytes * 1e9,
          "resident MB": residentMb,
        };
    },
  };
}

function fetch(name: string, target: string, connections: number): Workload {
  return {
    name,
    target,
    async run(broker, load, seconds) {
      const { result, cpu } = await measured(
        broker,
        load,
        (s) => ["fetch", PARTITIONS, connections, 1_000_000, s],
        seconds,
        ["produce", PARTITIONS, 8, 5, 1024, 65536, 1, 3],
      );
      return { "MB/s": result.megabytesPerSecond, "CPU s/GB": cpu / result.bytes * 1e9 };
    },
  };
}

const first = (broker: MeasuredBroker, load: LoadGenerator, partition: number) =>
  load.run(["first", HOST, broker.port, TOPIC, partition, ...broker.command]);

export const WORKLOADS: readonly Workload[] = [
  {
    name: "start",
    target: "<= 100 ms",
    run: async (broker, load) => ({ ms: (await first(broker, load, 0)).seconds * 1000 }),
  },
  {
    name: "idle",
    target: "<= 70 MB",
    async run(broker, _, seconds) {
      await broker.start();
      try {
        await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
        return { "resident MB": residentMegabytes(broker.pid) };
      } finally {
        await broker.stop();
      }
    },
  },
  produce("produce-100b", ">= 5 times, <= 3 CPU s/GB, <= 200 MB", {
    connections: 8,
    depth: 5,
    record: 100,
    batch: 16384,
  }),
  produce("produce-1kb", ">= 3.1 times, <= 1.8 CPU s/GB", {
    connections: 8,
    depth: 5,
    record: 1024,
    batch: 65536,
  }),
  produce("produce-1mb", ">= 1.3 times", {
    connections: 8,
    depth: 1,
    record: 1024,
    batch: 1_000_000,
  }),
  produce("requests-1", ">= 3.1 times", { connections: 50, depth: 1, record: 100, batch: 100 }),
  produce("requests-10", ">= 4 times", { connections: 50, depth: 10, record: 100, batch: 100 }),
  produce(
    "flush-1",
    ">= 3 times",
    { connections: 100, depth: 1, record: 100, batch: 100 },
    { "log.flush.interval.messages": "1" },
  ),
  fetch("fetch-1", ">= 0.8 times", 1),
  fetch("fetch-4", ">= 0.5 times", 4),
  {
    name: "end-to-end",
    target: "p50 <= 1 ms, p99 <= 8 ms",
    async run(broker, load, seconds) {
      const { result, cpu } = await measured(
        broker,
        load,
        (s) => ["end-to-end", PARTITIONS, 4, 1024, 16384, 50e6, s],
        seconds,
      );
      const { p50us, p99us, megabytesPerSecond } = result;
      return {
        "p50 ms": p50us / 1000,
        "p99 ms": p99us / 1000,
        "MB/s": megabytesPerSecond,
        "CPU s/GB": cpu / result.bytes * 1e9,
      };
    },
  },
  {
    name: "partitions-2000",
    target: "created <= 2 s, restart <= 1 s",
    async run(broker, load) {
      await broker.start();
      let created: number;
      try {
        created = (await load.run(["create", HOST, broker.port, TOPIC, MANY_PARTITIONS])).seconds;
      } finally {
        await broker.stop();
      }
      const restart = (await first(broker, load, MANY_PARTITIONS - 1)).seconds;
      return { "created s": created, "restart s": restart };
    },
  },
];
