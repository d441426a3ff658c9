/**
 * What hostile and idle clients cost a broker, and what a normal client notices: real processes, one table.
 *
 * ```sh
 * deno run -A bench/limits.ts [--seconds 5] [--override queued.max.request.bytes=200000000]
 * ```
 */
import { parseArgs } from "@std/cli/parse-args";
import { encodeRequest } from "../client/request_frame.ts";
import { Apis } from "../protocol/apis.ts";
import { denoRuntime } from "../runtime/deno.ts";
import type { Connection } from "../runtime/runtime.ts";
import { Latencies } from "./endurance/latencies.ts";
import { MeasuredBroker } from "./endurance/measured_broker.ts";
import {
  batchOf,
  checkProduced,
  FETCH_VERSION,
  fetchBody,
  PRODUCE_VERSION,
  produceBody,
} from "./endurance/requests.ts";
import { Table } from "./endurance/table.ts";

const MIB = 1024 * 1024;
const TOPIC = "limits";
const STORED_MIB = 128;
const IDLE_CONNECTIONS = 2000;
const DEAF_CLIENTS = 200;
const FETCHES_EACH = 10;
const STALLED_CLIENTS = 50;
const STALLED_AFTER_MIB = 20;
const ANNOUNCED_MIB = 100;

const flags = parseArgs(Deno.args, { string: ["seconds", "override"], collect: ["override"] });
const overrides = Object.fromEntries(flags.override.map((text: string) => text.split("=", 2)));
const measuredMs = Number(flags.seconds ?? 5) * 1000;
const runtime = denoRuntime();
const { clock } = runtime;
const broker = new MeasuredBroker(runtime, overrides);

/** One after the other: a record is produced, and read back. */
async function normalClient(ms: number): Promise<Latencies> {
  const latencies = new Latencies();
  const connection = await broker.connect();
  const small = batchOf(1000, clock.now());
  const endMs = clock.monotonic() + ms;
  while (clock.monotonic() < endMs) {
    const startMs = clock.monotonic();
    const options = { version: PRODUCE_VERSION };
    const answer = await connection.send(Apis.Produce, produceBody(TOPIC, 1, small), options);
    const offset = checkProduced(answer);
    const fetched = await connection.send(Apis.Fetch, fetchBody(TOPIC, 1, offset, MIB), {
      version: FETCH_VERSION,
    });
    const { records } = fetched.responses[0].partitions[0];
    if (records?.length !== small.length) throw new Error(`Fetched ${records?.length} bytes`);
    latencies.add(clock.monotonic() - startMs);
    await clock.sleep(2);
  }
  connection.close();
  return latencies;
}

async function connections(count: number): Promise<Connection[]> {
  const open: Connection[] = [];
  for (let i = 0; i < count; i++) {
    open.push(await runtime.network.connect({ ...broker.target, timeoutMs: 10_000 }));
  }
  return open;
}

async function idle(): Promise<Connection[]> {
  const all = await connections(IDLE_CONNECTIONS);
  const ask = encodeRequest(Apis.ApiVersions, 0, 1, "idle", {});
  for (const connection of all) for (const chunk of ask) connection.write(chunk);
  return all;
}

/** Fetch as much as a consumer may, and never read an answer. */
async function deaf(): Promise<Connection[]> {
  const all = await connections(DEAF_CLIENTS);
  const body = fetchBody(TOPIC, 0, 0n, 50 * MIB);
  const ask = encodeRequest(Apis.Fetch, FETCH_VERSION, 1, "deaf", body);
  for (const connection of all) {
    for (let i = 0; i < FETCHES_EACH; i++) for (const chunk of ask) connection.write(chunk);
  }
  return all;
}

/** Announce a long request and stop in its middle. */
async function stalled(): Promise<Connection[]> {
  const all = await connections(STALLED_CLIENTS);
  const size = new Uint8Array(4);
  new DataView(size.buffer).setInt32(0, ANNOUNCED_MIB * MIB);
  const part = new Uint8Array(MIB);
  for (const connection of all) {
    connection.write(size);
    for (let i = 0; i < STALLED_AFTER_MIB; i++) connection.write(part);
  }
  return all;
}

async function fill(): Promise<void> {
  const connection = await broker.connect();
  const records = batchOf(MIB - 5000, clock.now());
  for (let i = 0; i < STORED_MIB; i++) {
    const body = produceBody(TOPIC, 0, records);
    checkProduced(await connection.send(Apis.Produce, body, { version: PRODUCE_VERSION }));
  }
  connection.close();
}

const HEADINGS = [
  "meanwhile",
  "broker MB",
  "most MB",
  "round trips",
  "p50 ms",
  "p99 ms",
  "max ms",
  "log lines",
];

async function measure(table: Table, title: string): Promise<void> {
  const before = broker.complaints().length;
  let mostMb = 0;
  const watch = setInterval(() => mostMb = Math.max(mostMb, broker.residentMb()), 50);
  const { count, p50, p99, max } = (await normalClient(measuredMs)).take();
  clearInterval(watch);
  const lines = broker.complaints().length - before;
  table.row([title, broker.residentMb(), mostMb, count, p50, p99, max, lines]);
}

await broker.start();
try {
  await broker.createTopic(TOPIC, 2);
  await fill();
  await normalClient(2000);
  const table = new Table(HEADINGS, 60);
  await measure(table, "nothing");
  for (
    const [title, begin] of [
      [`${IDLE_CONNECTIONS} idle connections`, idle],
      [`${DEAF_CLIENTS} clients fetch ${FETCHES_EACH} times 50 MiB and never read`, deaf],
      [
        `${STALLED_CLIENTS} clients stop after ${STALLED_AFTER_MIB} of ${ANNOUNCED_MIB} MiB`,
        stalled,
      ],
    ] as const
  ) {
    const hostile = await begin();
    await measure(table, title);
    await measure(table, "  still");
    for (const connection of hostile) connection.abort();
    await measure(table, "  gone");
  }
  console.log(broker.complaints().join("\n"));
} finally {
  await broker.stop();
}
Deno.exit();
