/**
 * Requests per second through `network/` with a handler that does nothing: Produce requests of one small record.
 *
 * ```sh
 * deno run -A bench/network.ts serve 19092 &
 * deno run -A bench/network.ts load 19092 50 10   # connections, requests in flight on each
 * ```
 */
import { FrameReceiver, type FrameSink } from "../network/frame_receiver.ts";
import { NEW_ARRAYS } from "../storage/byte_pool.ts";
import { ApiTable } from "../network/api_table.ts";
import type { ApiHandler } from "../network/api.ts";
import { KafkaServer } from "../network/server.ts";
import { Apis } from "../protocol/apis.ts";
import { encodeRequest } from "../client/request_frame.ts";
import { denoRuntime } from "../runtime/deno.ts";
import type { Connection, Receiver, Runtime } from "../runtime/runtime.ts";

const HOST = "127.0.0.1";
const MEASURED_MS = 4000;
const RECORDS = new Uint8Array(100);

const handler: ApiHandler = {
  ...Apis.Produce,
  key: Apis.Produce.key,
  handle: (request) => ({
    responses: request.topicData.map((topic: any) => ({
      name: topic.name,
      topicId: topic.topicId,
      partitionResponses: topic.partitionData.map((partition: any) => ({
        index: partition.index,
        errorCode: 0,
        baseOffset: 1n,
      })),
    })),
  }),
};

class Load implements Receiver, FrameSink {
  answers = 0;
  #connection!: Connection;
  #open = true;
  readonly #frames = new FrameReceiver(this, NEW_ARRAYS, 1 << 20);

  constructor(readonly request: Uint8Array, readonly depth: number) {}

  async start(runtime: Runtime, port: number): Promise<void> {
    this.#connection = await runtime.network.connect({ host: HOST, port, timeoutMs: 5000 });
    this.#connection.receive(this);
    for (let i = 0; i < this.depth; i++) this.#connection.write(this.request);
  }

  stop(): void {
    this.#open = false;
    this.#connection.close();
  }

  buffer(): Uint8Array {
    return this.#frames.buffer();
  }
  received(length: number): void {
    this.#frames.received(length);
  }
  drained(): void {}
  closed(): void {}
  badFrameSize(): void {}
  frame(): boolean {
    this.answers++;
    if (this.#open) this.#connection.write(this.request);
    return true;
  }
}

async function serve(runtime: Runtime, port: number): Promise<void> {
  const listeners = [{ name: "PLAINTEXT", host: HOST, port }];
  const server = new KafkaServer(runtime, { listeners });
  await server.listen();
  server.serve(new ApiTable([handler]));
}

async function load(runtime: Runtime, port: number, connections: number, depth: number) {
  const version = Apis.Produce.versions.max;
  const topicId = "AAAAAAAAAAAAAAAAAAAABQ";
  const body = {
    acks: 1,
    timeoutMs: 1000,
    topicData: [{ topicId, partitionData: [{ index: 0, records: RECORDS }] }],
  };
  const chunks = encodeRequest(Apis.Produce, version, 7, "bench-client", body);
  const loads = Array.from({ length: connections }, () => new Load(chunks[0], depth));
  await Promise.all(loads.map((load) => load.start(runtime, port)));
  await runtime.clock.sleep(1000);
  const before = loads.reduce((sum, load) => sum + load.answers, 0);
  const since = runtime.clock.monotonic();
  await runtime.clock.sleep(MEASURED_MS);
  const answers = loads.reduce((sum, load) => sum + load.answers, 0) - before;
  const seconds = (runtime.clock.monotonic() - since) / 1000;
  for (const load of loads) load.stop();
  const rate = Math.round(answers / seconds);
  runtime.terminal.writeOutput(
    new TextEncoder().encode(
      `${connections} connections, depth ${depth}: ${rate} requests/s, ${
        (rate / 100_000).toFixed(2)
      } of the goal of 100000\n`,
    ),
  );
}

const runtime = denoRuntime();
const [mode, port, connections = "50", depth = "10"] = runtime.process.args;
if (mode === "serve") await serve(runtime, Number(port));
else await load(runtime, Number(port), Number(connections), Number(depth));
