import { assert, assertEquals } from "@std/assert";
import { Apis } from "../../protocol/apis.ts";
import { encodeRequest } from "../../client/request_frame.ts";
import { heartbeat, Scripted } from "./test_apis.ts";
import { SimulatedServer } from "./simulated_server.ts";

const ANSWER_BYTES = 20 * 1024;
const limits = { maxUnsentBytes: 10 * ANSWER_BYTES };
/** What one side's kernel of the simulated network takes. */
const WINDOW_BYTES = 128 * 1024;

Deno.test("A client that never reads is answered up to the limit, then not read from any more", async () => {
  const served = new SimulatedServer({ limits });
  let handled = 0;
  const { key, name, request, response, versions } = Apis.SaslAuthenticate;
  const authBytes = new Uint8Array(ANSWER_BYTES);
  const handle = () => {
    handled++;
    return { errorCode: 0, errorMessage: null, authBytes, sessionLifetimeMs: 0n };
  };
  await served.serve([{ key, name, request, response, versions, handle }]);
  const client = await served.client();
  client.connection.pause();
  const ask = encodeRequest(Apis.SaslAuthenticate, 0, 1, "c", { authBytes: new Uint8Array(1000) });
  for (let i = 0; i < 400; i++) client.send(...ask);
  await served.world.advance(5000);
  // What the kernels took, the limit, and the answer that went over it.
  const bound = (limits.maxUnsentBytes + 2 * WINDOW_BYTES) / ANSWER_BYTES + 2;
  assert(handled > 5 && handled < bound, `${handled} requests were handled`);
  assert(client.connection.unsentBytes > 200_000, "the server went on reading");

  client.connection.resume();
  await served.world.advance(60_000);
  assertEquals(handled, 400);
  assertEquals(client.frames().length, 400);
});

Deno.test("No more requests overlap on a connection than the limit allows", async () => {
  const script = new Scripted();
  const served = new SimulatedServer({ limits: { maxOverlappingRequests: 3 } });
  await served.serve([script.handler({ overlaps: true })]);
  const client = await served.client();
  for (let id = 1; id <= 10; id++) client.send(heartbeat(id));
  await served.world.advance(100);
  assertEquals(script.started, [1, 2, 3]);
  script.answer(2);
  await served.world.advance(100);
  assertEquals(script.started, [1, 2, 3]);
  script.answer(1);
  await served.world.advance(100);
  assertEquals(script.started, [1, 2, 3, 4, 5]);
});

Deno.test("Answers held back by an earlier request count against the limit of unsent bytes", async () => {
  const slow = new Scripted();
  const served = new SimulatedServer({ limits });
  const { key, name, request, response, versions } = Apis.SaslAuthenticate;
  let handled = 0;
  const handle = () => {
    handled++;
    const authBytes = new Uint8Array(ANSWER_BYTES);
    return { errorCode: 0, errorMessage: null, authBytes, sessionLifetimeMs: 0n };
  };
  await served.serve([
    slow.handler({ overlaps: true }),
    { key, name, request, response, versions, handle, overlaps: true },
  ]);
  const client = await served.client();
  client.send(heartbeat(1));
  const ask = encodeRequest(Apis.SaslAuthenticate, 0, 2, "c", { authBytes: new Uint8Array(1) });
  for (let i = 0; i < 100; i++) client.send(...ask);
  await served.world.advance(100);
  assertEquals(handled, Math.floor(limits.maxUnsentBytes / ANSWER_BYTES));
  slow.answer(1);
  await served.world.advance(5000);
  assertEquals(client.frames().length, 101);
});
