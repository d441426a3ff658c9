/** Answers that are read while they are sent. */
import { assert, assertEquals } from "@std/assert";
import type { ApiHandler } from "../../network/api.ts";
import { Apis } from "../../protocol/apis.ts";
import type { LongBytes, Piece } from "../../protocol/codec/long_bytes.ts";
import { encodeRequest } from "../../client/request_frame.ts";
import { defineApi } from "../../network/define_api.ts";
import { SimulatedServer } from "./simulated_server.ts";
import { heartbeat, Scripted } from "./test_apis.ts";

const KIB = 1024;
const LENGTH = 5000 * KIB;
const VERSION = 12;

/** Fetch whose records count up; keeps book of the pieces. */
class Counting {
  outstanding = 0;
  mostOutstanding = 0;
  abandoned = 0;
  readonly fates: string[] = [];
  failAt = Infinity;

  handler(): ApiHandler {
    return defineApi<any, any>(Apis.Fetch, () => ({
      responses: [{
        topic: "t",
        partitions: [{
          partitionIndex: 0,
          errorCode: 0,
          highWatermark: 0n,
          abortedTransactions: null,
          records: this.#records(),
        }],
      }],
    }), {
      overlaps: "one at a time",
      sent: () => void this.fates.push("sent"),
      unsent: () => void this.fates.push("unsent"),
    });
  }

  #records(): LongBytes {
    let at = 0;
    const piece = (length: number): Piece => {
      const bytes = Uint8Array.from({ length }, (_, i) => (at + i) % 251);
      at += length;
      this.outstanding += length;
      this.mostOutstanding = Math.max(this.mostOutstanding, this.outstanding);
      const end = () => this.outstanding -= length;
      return {
        bytes,
        release: () => (bytes.fill(0), void end()),
        abandon: () => (this.abandoned++, void end()),
      };
    };
    return {
      length: LENGTH,
      first: piece(100 * KIB),
      next: (maxBytes) => {
        if (at >= this.failAt) return Promise.reject(new Error("gone"));
        return Promise.resolve(piece(Math.min(maxBytes, LENGTH - at)));
      },
    };
  }
}

function ask(correlationId: number): Uint8Array[] {
  return encodeRequest(Apis.Fetch, VERSION, correlationId, "c", {
    maxWaitMs: 0,
    minBytes: 1,
    topics: [],
    forgottenTopicsData: [],
  });
}

async function served(counting: Counting) {
  return await new SimulatedServer().serve([
    counting.handler(),
    new Scripted().handler({ overlaps: true }),
  ]);
}

Deno.test("An answer in pieces comes whole and in order, and the next ones after it", async () => {
  const counting = new Counting();
  const server = await served(counting);
  const client = await server.client();
  client.send(...ask(1), heartbeat(-1, 2), ...ask(3), heartbeat(-1, 4));
  await server.world.advance(60_000);
  assertEquals(client.correlationIds(), [1, 2, 3, 4]);
  for (const frame of [client.frames()[0], client.frames()[2]]) {
    const at = frame.indexOf(1, 40) - 1;
    const records = frame.subarray(at, at + LENGTH);
    assert(records.length > LENGTH - KIB && records.every((byte, i) => byte === i % 251));
  }
  assertEquals(counting.fates, ["sent", "sent"]);
  assertEquals([counting.outstanding, counting.abandoned], [0, 0]);
  assertEquals(server.server.held.totalBytes, 0);
});

Deno.test("A client that reads nothing of a long answer costs some pieces, and none when it is gone", async () => {
  const counting = new Counting();
  const server = await served(counting);
  const client = await server.client();
  client.connection.pause();
  client.send(...ask(1), ...ask(2));
  await server.world.advance(5000);
  assert(counting.mostOutstanding <= 1000 * KIB, `${counting.mostOutstanding}`);
  client.connection.abort();
  await server.world.advance(5000);
  assertEquals(counting.fates, ["unsent"]);
  assertEquals([counting.outstanding, server.server.connectionCount], [0, 0]);
  assertEquals(server.server.held.totalBytes, 0);
});

Deno.test("A connection is closed where the rest of an answer can't be read", async () => {
  const counting = new Counting();
  counting.failAt = 1000 * KIB;
  const server = await served(counting);
  const client = await server.client();
  client.send(...ask(1));
  await server.world.advance(5000);
  assert(client.closedBy !== "nobody");
  assertEquals([counting.fates, counting.outstanding], [["unsent"], 0]);
});
