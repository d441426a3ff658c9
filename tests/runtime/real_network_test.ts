import { assert, assertEquals } from "@std/assert";
import { denoRuntime } from "../../runtime/deno.ts";
import { SendQueue } from "../../runtime/native/send_queue.ts";
import type { Connection } from "../../runtime/runtime.ts";
import { assertFails } from "./failing.ts";
import { Peer } from "./peer.ts";

const encode = (content: string) => new TextEncoder().encode(content);
const hostname = "127.0.0.1";

Deno.test("the last request of a client that ended its side is answered", async () => {
  const { network, clock } = denoRuntime();
  const listener = await network.listen({ host: hostname, port: 0 }, (connection) => {
    const peer = new Peer(connection).start();
    peer.onReceived = () => clock.endOfTurn(() => connection.write(encode("answer")));
  });
  const client = await Deno.connect({ hostname, port: listener.port });
  await client.write(encode("request"));
  await client.closeWrite();
  assertEquals(await new Response(client.readable).text(), "answer");
  listener.close();
});

Deno.test("connect that nobody answers times out", async () => {
  // A full queue of connections not accepted: the kernel drops further requests.
  const silent = Deno.listen({ hostname, port: 0, tcpBacklog: 1 });
  const { port } = silent.addr;
  const { network } = denoRuntime();
  const open: Connection[] = [];
  await assertFails("timed-out", async () => {
    for (let count = 0; count < 10; count++) {
      open.push(await network.connect({ host: hostname, port, timeoutMs: 100 }));
    }
  });
  for (const connection of open) connection.abort();
  silent.close();
});

Deno.test("a hundred connections that come and go are each closed once", async () => {
  const { network, random } = denoRuntime();
  const servers: Peer[] = [];
  const listener = await network.listen({ host: hostname, port: 0 }, (connection) => {
    const peer = new Peer(connection).start();
    servers.push(peer);
    peer.onReceived = (bytes) => connection.write(bytes.slice());
  });
  const clients = await Promise.all(Array.from({ length: 100 }, async () => {
    const options = { host: hostname, port: listener.port, timeoutMs: 5000 };
    const peer = new Peer(await network.connect(options)).start();
    peer.connection.write(random.bytes(1 + random.below(5000)));
    if (random.below(3) > 0) await peer.untilReceived(1);
    if (random.below(2) > 0) peer.connection.close();
    else peer.connection.abort();
    await peer.untilClosed();
    return peer;
  }));
  listener.close();
  for (const peer of servers) await peer.untilClosed();
  for (const peer of [...clients, ...servers]) {
    assertEquals(peer.closedTimes, 1);
    assertEquals(peer.events.at(-1), "closed");
  }
});

Deno.test("SendQueue joins short chunks and passes long ones as they are", () => {
  const queue = new SendQueue();
  const long = new Uint8Array(20_000).fill(9);
  for (const chunk of [encode("ab"), encode(""), encode("cd"), long, encode("ef")]) {
    queue.add(chunk);
  }
  assertEquals(queue.bytes, 20_006);
  assertEquals(queue.take(), encode("abcd"));
  assert(queue.take() === long, "not copied");
  const last = queue.take();
  assertEquals(last, encode("ef"));
  assertEquals(queue.take(), null);
  assertEquals(queue.bytes, 20_006, "until the kernel has them");
  queue.sent(20_006);
  assertEquals(queue.bytes, 0);
});

Deno.test("SendQueue calls back once everything added before was sent", () => {
  const queue = new SendQueue();
  const sent: string[] = [];
  queue.whenSent(() => sent.push("nothing"));
  queue.add(new Uint8Array(10));
  queue.whenSent(() => sent.push("10"));
  queue.add(new Uint8Array(5));
  queue.whenSent(() => sent.push("15"));
  queue.take();
  queue.sent(9);
  assertEquals(sent, ["nothing"]);
  queue.sent(3);
  assertEquals(sent, ["nothing", "10"]);
  queue.sent(3);
  assertEquals(sent, ["nothing", "10", "15"]);
  queue.add(new Uint8Array(5));
  queue.whenSent(() => sent.push("never"));
  queue.clear();
  assertEquals(sent.length, 3);
});

Deno.test("SendQueue gives every byte once, in pieces of a bounded size", () => {
  const queue = new SendQueue();
  for (let index = 0; index < 5000; index++) queue.add(new Uint8Array(100).fill(index % 256));
  let position = 0;
  for (let piece = queue.take(); piece !== null; piece = queue.take()) {
    assert(piece.length <= 65_536);
    for (let index = 0; index < piece.length; index += 100) {
      assertEquals(piece[index], (position + index) / 100 % 256);
    }
    position += piece.length;
    queue.sent(piece.length);
  }
  assertEquals([position, queue.bytes], [500_000, 0]);
  queue.add(encode("x"));
  queue.clear();
  assertEquals([queue.take(), queue.bytes], [null, 0]);
});
