/**
 * Small requests per second over one process's own sockets, per runtime, and what a stream of large chunks carries.
 * Run with `deno run -A bench/runtime/echo.ts` or `bun run bench/runtime/echo.ts`.
 */
import process from "node:process";
import { platformRuntime } from "../../runtime/platform.ts";
import type { Connection, Runtime } from "../../runtime/runtime.ts";

const requestBytes = 100;
const streamBytes = 2 ** 30;
const streamChunkBytes = 2 ** 17;

const runtime = platformRuntime();
await echo(runtime, 1, 1, 2000);
const rates = [
  `1 connection, 1 request at a time: ${await echo(runtime, 1, 1, 20_000)}/s`,
  `32 connections, 1 at a time: ${await echo(runtime, 32, 1, 200_000)}/s`,
  `1 connection, 64 at a time: ${await echo(runtime, 1, 64, 400_000)}/s`,
  `stream: ${await stream(runtime)} MB/s`,
];
console.log(rates.join("; "));
process.exit(0);

async function echo(
  runtime: Runtime,
  connections: number,
  pipelined: number,
  requests: number,
): Promise<number> {
  const { network, clock } = runtime;
  const request = new Uint8Array(requestBytes);
  const listener = await network.listen({ host: "127.0.0.1", port: 0 }, (connection) => {
    receive(connection, (bytes) => connection.write(bytes.slice()));
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  let toSend = requests;
  let toReceive = requests * requestBytes;
  const clients: Connection[] = [];
  for (let index = 0; index < connections; index++) {
    const options = { host: "127.0.0.1", port: listener.port, timeoutMs: 5000 };
    const client = await network.connect(options);
    clients.push(client);
    let pending = 0;
    receive(client, (bytes) => {
      pending += bytes.length;
      toReceive -= bytes.length;
      for (; pending >= requestBytes; pending -= requestBytes) send(client);
      if (toReceive === 0) resolve();
    });
  }
  const send = (client: Connection) => {
    if (toSend-- > 0) client.write(request);
  };
  const startMs = clock.monotonic();
  for (const client of clients) {
    for (let index = 0; index < pipelined; index++) send(client);
  }
  await promise;
  const seconds = (clock.monotonic() - startMs) / 1000;
  listener.close();
  for (const client of clients) client.close();
  return Math.round(requests / seconds);
}

async function stream({ network, clock }: Runtime): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let toReceive = streamBytes;
  const listener = await network.listen({ host: "127.0.0.1", port: 0 }, (connection) => {
    receive(connection, (bytes) => {
      toReceive -= bytes.length;
      if (toReceive === 0) resolve();
    });
  });
  const options = { host: "127.0.0.1", port: listener.port, timeoutMs: 5000 };
  const client = await network.connect(options);
  const chunk = new Uint8Array(streamChunkBytes);
  let toSend = streamBytes;
  const fill = () => {
    for (let room = 8; room > 0 && toSend > 0; room--, toSend -= streamChunkBytes) {
      client.write(chunk);
    }
  };
  client.receive({ buffer: () => chunk, received() {}, drained: fill, closed() {} });
  const startMs = clock.monotonic();
  fill();
  await promise;
  const seconds = (clock.monotonic() - startMs) / 1000;
  client.close();
  listener.close();
  return Math.round(streamBytes / 1e6 / seconds);
}

function receive(connection: Connection, take: (bytes: Uint8Array) => void): void {
  const buffer = new Uint8Array(2 ** 17);
  connection.receive({
    buffer: () => buffer,
    received: (length) => take(buffer.subarray(0, length)),
    drained() {},
    closed() {},
  });
}
