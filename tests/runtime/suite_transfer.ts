import { assert, assertEquals } from "@std/assert";
import type { Connection } from "../../runtime/runtime.ts";
import { checksum, Peer, withPair } from "./peer.ts";
import type { Declare } from "./runtime_suite.ts";

const encode = (content: string) => new TextEncoder().encode(content);

export function transferBehaviour(declare: Declare): void {
  declare("connection delivers bytes in order into buffers of any size", async ({ runtime }) => {
    for (const bufferBytes of [1, 3, 1000]) {
      await withPair(runtime.network, async (near, far) => {
        far.onReceived = (bytes) => far.connection.write(bytes.slice());
        near.connection.write(encode("The quick brown fox"));
        near.connection.write(encode(""));
        near.connection.write(encode(" jumps over the lazy dog"));
        await near.untilReceived(43);
        assertEquals(near.text(), "The quick brown fox jumps over the lazy dog");
        assertEquals(far.text(), near.text());
      }, bufferBytes);
    }
  });

  declare("connection moves large and small chunks both ways at once", async ({ runtime }) => {
    const { network, random } = runtime;
    await withPair(network, async (near, far) => {
      near.keep = far.keep = false;
      const sums = [near, far].map((peer) => {
        let sum: number | undefined;
        let bytes = 0;
        while (bytes < 3_000_000) {
          const length = random.below(4) === 0 ? random.below(400_000) : random.below(2000);
          const chunk = random.bytes(length);
          sum = checksum(chunk, sum);
          bytes += length;
          peer.connection.write(chunk);
        }
        return { sum, bytes };
      });
      await near.untilReceived(sums[1]!.bytes);
      await far.untilReceived(sums[0]!.bytes);
      assertEquals([near.receivedBytes, near.checksum], [sums[1]!.bytes, sums[1]!.sum]);
      assertEquals([far.receivedBytes, far.checksum], [sums[0]!.bytes, sums[0]!.sum]);
    });
  });

  declare(
    "connection.unsentBytes counts what is queued, drained tells it is gone",
    async (stage) => {
      await withPair(stage.runtime.network, async (near, far) => {
        near.connection.write(encode("12345"));
        near.connection.write(encode("67890"));
        assertEquals(near.connection.unsentBytes, 10);
        await near.until(() => near.events.includes("drained"));
        assertEquals(near.connection.unsentBytes, 0);
        await far.untilReceived(10);
        near.connection.write(encode("x"));
        await far.untilReceived(11);
        await near.until(() => near.events.length === 2);
        assertEquals(near.events, ["drained", "drained"]);
      });
    },
  );

  declare("drained may write again", async ({ runtime }) => {
    await withPair(runtime.network, async (near, far) => {
      let rounds = 0;
      near.onDrained = () => {
        if (++rounds < 5) near.connection.write(encode("again"));
      };
      near.connection.write(encode("first"));
      await far.untilReceived(25);
      assertEquals(far.text(), "firstagainagainagainagain");
    });
  });

  declare("connection.pause stops reading and fills the sender's queue", async ({ runtime }) => {
    await withPair(runtime.network, async (near, far) => {
      far.keep = false;
      far.onReceived = () => {
        if (far.events.length === 1) far.connection.pause();
      };
      const chunk = new Uint8Array(1_000_000).fill(3);
      for (let round = 0; round < 40; round++) near.connection.write(chunk);
      await far.untilReceived(1);
      await runtime.clock.sleep(50);
      assert(far.events.length <= 2, `${far.events.length} deliveries after the pause`);
      assert(near.connection.unsentBytes > 0);
      assert(!near.events.includes("drained"));
      far.connection.pause();
      far.connection.resume();
      far.connection.resume();
      await far.untilReceived(40_000_000);
      await near.until(() => near.events.includes("drained"));
      assertEquals(near.connection.unsentBytes, 0);
      assertEquals(far.receivedBytes, 40_000_000);
    });
  });

  declare("connection.pause before receive holds everything back", async ({ runtime }) => {
    await withPair(runtime.network, async (near, far) => {
      far.connection.pause();
      near.connection.write(encode("a"));
      await runtime.clock.sleep(10);
      // The read that was under way when the pause began may arrive; the next must not.
      near.connection.write(encode("b"));
      await runtime.clock.sleep(10);
      assert(far.receivedBytes <= 1);
      far.connection.resume();
      await far.untilReceived(2);
      assertEquals(far.text(), "ab");
    });
  });

  declare("pausing at each delivery loses and repeats nothing", async ({ runtime }) => {
    await withPair(runtime.network, async (near, far) => {
      far.onReceived = () => {
        far.connection.pause();
        runtime.clock.endOfTurn(() => far.connection.resume());
      };
      const sent = runtime.random.bytes(2000);
      near.connection.write(sent);
      near.connection.close();
      await far.untilClosed();
      assertEquals(new Uint8Array(far.kept), sent);
    }, 100);
  });

  declare("what is written at the end of a turn leaves with that turn", async ({ runtime }) => {
    await withPair(runtime.network, async (near, far) => {
      far.onReceived = () => {
        far.connection.write(encode("1"));
        runtime.clock.endOfTurn(() => {
          far.connection.write(encode("2"));
          Promise.resolve().then(() => far.connection.write(encode("3")));
        });
      };
      near.connection.write(encode("!"));
      await near.untilReceived(3);
      assertEquals(near.text(), "123");
      assertEquals(far.events, ["received 1", "drained"], "one send for the three writes");
    });
  });

  declare("clock.endOfTurn comes after the input of every ready connection", async (stage) => {
    const { clock, network } = stage.runtime;
    const count = 8;
    const events: string[] = [];
    const servers: Peer[] = [];
    const listener = await network.listen({ host: "127.0.0.1", port: 0 }, (connection) => {
      const peer = new Peer(connection).start();
      servers.push(peer);
      peer.onReceived = () => {
        events.push("input");
        clock.endOfTurn(() => events.push("end"));
      };
    });
    const clients: Connection[] = [];
    for (let index = 0; index < count; index++) {
      const options = { host: "127.0.0.1", port: listener.port, timeoutMs: 5000 };
      clients.push(await network.connect(options));
      new Peer(clients[index]!).start();
    }
    while (servers.length < count) await clock.sleep(1);
    for (const client of clients) client.write(encode("x"));
    while (events.length < 2 * count) await clock.sleep(1);
    if (stage.inputIsSimultaneous) {
      assertEquals(events, [...Array(count).fill("input"), ...Array(count).fill("end")]);
    }
    assertEquals(events.filter((event) => event === "end").length, count);
    listener.close();
    for (const client of clients) client.close();
    for (const server of servers) await server.untilClosed();
  });
}
