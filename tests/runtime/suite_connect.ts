import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { type Connection, RuntimeError } from "../../runtime/runtime.ts";
import { assertFails } from "./failing.ts";
import { pair, Peer, withPair } from "./peer.ts";
import type { Declare } from "./runtime_suite.ts";

const encode = (content: string) => new TextEncoder().encode(content);
const host = "127.0.0.1";

export function connectBehaviour(declare: Declare): void {
  declare("network.listen takes a free port and tells both addresses", async ({ runtime }) => {
    const { near, far, listener } = await pair(runtime.network);
    assert(listener.port > 0);
    assertEquals(near.remote.port, listener.port);
    assertEquals(far.local.port, listener.port);
    assertEquals(far.remote, near.local);
    assertEquals(near.remote, far.local);
    assert(/^[\d.]+$/.test(far.remote.address), far.remote.address);
    near.abort();
    far.abort();
    listener.close();
  });

  declare(
    "network.listen without a host takes all interfaces",
    async ({ runtime: { network } }) => {
      const accepted = Promise.withResolvers<Connection>();
      const listener = await network.listen({ host: "", port: 0, backlog: 50 }, accepted.resolve);
      const near = await network.connect({ host, port: listener.port, timeoutMs: 5000 });
      const far = await accepted.promise;
      assert(/^[\d.]+$/.test(far.remote.address), far.remote.address);
      near.abort();
      far.abort();
      listener.close();
    },
  );

  declare("network.listen refuses a port in use and a foreign address", async ({ runtime }) => {
    const { network } = runtime;
    const listener = await network.listen({ host, port: 0 }, () => {});
    const { port } = listener;
    await assertFails("address-in-use", () => network.listen({ host, port }, () => {}));
    listener.close();
    const second = await network.listen({ host, port }, () => {});
    assertEquals(second.port, port);
    second.close();
    await assertFails(
      "address-not-available",
      () => network.listen({ host: "192.0.2.1", port: 0 }, () => {}),
    );
    await assertFails(
      "name-not-resolved",
      () => network.listen({ host: "no.such.name.invalid", port: 0 }, () => {}),
    );
  });

  declare("network.connect is refused where nobody listens", async ({ runtime: { network } }) => {
    const listener = await network.listen({ host, port: 0 }, () => {});
    listener.close();
    listener.close();
    await assertFails(
      "connection-refused",
      () => network.connect({ host, port: listener.port, timeoutMs: 5000 }),
    );
    await assertFails(
      "name-not-resolved",
      () => network.connect({ host: "no.such.name.invalid", port: 1, timeoutMs: 5000 }),
    );
  });

  declare("listener.close keeps open connections", async ({ runtime: { network } }) => {
    const { near, far, listener } = await pair(network);
    listener.close();
    const [a, b] = [new Peer(near).start(), new Peer(far).start()];
    near.write(encode("still here"));
    await b.untilReceived(10);
    near.close();
    await a.untilClosed();
    await b.untilClosed();
  });

  declare("connection.receive loses nothing that came before it", async ({ runtime }) => {
    const { near, far, listener } = await pair(runtime.network);
    near.write(encode("early"));
    near.close();
    await runtime.clock.sleep(10);
    const peer = new Peer(far).start();
    await peer.untilClosed();
    assertEquals(peer.text(), "early");
    assertEquals(peer.closedWith, null);
    listener.close();
  });

  declare("connection.close sends what is queued, then both ends close once", async (stage) => {
    const { near, far, listener } = await pair(stage.runtime.network);
    const [a, b] = [new Peer(near).start(), new Peer(far).start()];
    b.keep = false;
    const chunk = new Uint8Array(1_000_000).fill(7);
    for (let round = 0; round < 4; round++) near.write(chunk);
    near.close();
    near.close();
    near.write(encode("ignored"));
    assertEquals(a.closedTimes, 0, "close must not call back at once");
    await b.untilClosed();
    await a.untilClosed();
    assertEquals(b.receivedBytes, 4_000_000);
    assertEquals([a.closedWith, b.closedWith], [null, null]);
    near.abort();
    far.close();
    far.write(encode("ignored"));
    await stage.runtime.clock.sleep(5);
    assertEquals([a.closedTimes, b.closedTimes], [1, 1]);
    assertEquals([a.events.at(-1), b.events.at(-1)], ["closed", "closed"]);
    assertEquals(near.unsentBytes, 0);
    listener.close();
  });

  declare("connection.abort drops what is queued and ends both sides", async ({ runtime }) => {
    const { near, far, listener } = await pair(runtime.network);
    const [a, b] = [new Peer(near).start(), new Peer(far).start()];
    near.write(encode("dropped"));
    near.abort();
    assertEquals(near.unsentBytes, 0);
    assertEquals(a.closedTimes, 0, "abort must not call back at once");
    await a.untilClosed();
    await b.untilClosed();
    assertEquals(a.closedWith, null);
    assertEquals(b.receivedBytes, 0);
    near.close();
    near.abort();
    near.write(encode("ignored"));
    near.pause();
    near.resume();
    await runtime.clock.sleep(5);
    assertEquals(a.events, ["closed"]);
    assertEquals(b.events, ["closed"]);
    listener.close();
  });

  declare("connection.abort while the other side sends breaks it", async ({ runtime }) => {
    const { near, far, listener } = await pair(runtime.network);
    const [a, b] = [new Peer(near), new Peer(far).start()];
    for (let round = 0; round < 50; round++) far.write(new Uint8Array(1_000_000));
    await runtime.clock.sleep(10);
    a.start();
    near.abort();
    await b.untilClosed();
    await a.untilClosed();
    assertNotEquals(b.closedWith, null);
    assertEquals(b.closedWith!.code, "connection-reset");
    assertEquals(far.unsentBytes, 0);
    listener.close();
  });

  declare("connection aborted before receive still tells closed", async ({ runtime }) => {
    const { near, far, listener } = await pair(runtime.network);
    near.abort();
    const a = new Peer(near).start();
    assertEquals(a.closedTimes, 0);
    await a.untilClosed();
    far.abort();
    listener.close();
  });

  declare("receiver that throws has its connection aborted", async ({ runtime: { network } }) => {
    const failures = [new TypeError("bug"), new RuntimeError("closed", "on purpose")];
    for (const failure of failures) {
      await withPair(network, async (near, far) => {
        far.onReceived = () => {
          throw failure;
        };
        near.connection.write(encode("bad request"));
        await far.untilClosed();
        await near.untilClosed();
        assert(far.closedWith instanceof RuntimeError);
        assertEquals(far.closedWith!.code, failure instanceof RuntimeError ? "closed" : "io");
        assert(far.closedWith === failure || far.closedWith!.cause === failure);
        assertEquals(far.closedTimes, 1);
      });
    }
  });
}
