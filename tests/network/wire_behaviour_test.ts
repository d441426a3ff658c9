/** What Kafka 4.3 did with raw bytes, asked of a server that has Kafka's APIs without their work. */
import { assertEquals } from "@std/assert";
import { gunzipSync } from "node:zlib";
import type { ApiHandler } from "../../network/api.ts";
import type { Api } from "../../protocol/api.ts";
import { Apis } from "../../protocol/apis.ts";
import { bytesOf, hexOf } from "../protocol/golden.ts";
import { SimulatedServer } from "./simulated_server.ts";

interface Case {
  readonly name: string;
  readonly requestHex: string;
  readonly responseHex?: string;
  readonly outcome?: string;
}

const CLOSED = "connection closed without an answer";
/** Answers of more than one row of metadata, of which only a header can be compared here. */
const ANSWER_OF_ITS_OWN = new Set(["low/array-length--2"]);

/** What Kafka answered in these cases: one broker, no topics. */
const METADATA = {
  brokers: [{ nodeId: 1, host: "localhost", port: 21200, rack: null }],
  clusterId: "MkU3OEVBNTcwNTJENDM1Tk",
  controllerId: 1,
  topics: [],
};

function handlerOf(api: Api): ApiHandler {
  const { key, name, request, response, versions, answered } = api;
  return { key, name, request, response, versions, answered, handle: () => METADATA as any };
}

function cases(): Case[] {
  const url = new URL("../fixtures/network/wire-behaviour.ndjson.gz", import.meta.url);
  const text = new TextDecoder().decode(gunzipSync(Deno.readFileSync(url)));
  return text.trimEnd().split("\n").map((line) => JSON.parse(line));
}

const rows = [Apis.Produce, Apis.Fetch, Apis.Metadata];

for (const { name, requestHex, responseHex, outcome } of cases()) {
  Deno.test(`The server does with ${name} what Kafka does`, async () => {
    const simulated = await new SimulatedServer().serve(rows.map(handlerOf));
    const client = await simulated.client();
    client.send(bytesOf(requestHex));
    await simulated.world.advance(1500);
    const frames = client.frames().map(hexOf);
    if (outcome === CLOSED) {
      assertEquals(frames, []);
      assertEquals(client.closedBy !== "nobody", true, "still open");
      return;
    }
    assertEquals(client.closedBy, "nobody");
    if (responseHex === undefined) assertEquals(frames, []);
    else if (name === "low/two-pipelined") {
      assertEquals(frames, [responseHex, responseHex.replace("00000001", "00000002")]);
    } else if (isListing(responseHex) || ANSWER_OF_ITS_OWN.has(name)) {
      // The list depends on the APIs served, so what is compared is correlation id and error.
      assertEquals(frames.map((hex) => hex.slice(0, 12)), [responseHex.slice(0, 12)]);
    } else assertEquals(frames, [responseHex]);
  });
}

/** Whether an answer is an ApiVersions one that lists Kafka's APIs. */
function isListing(responseHex: string): boolean {
  return responseHex.length > 400;
}
