import { assertEquals } from "@std/assert";
import { Apis } from "../../protocol/apis.ts";
import type { Api } from "../../protocol/api.ts";
import { Reader } from "../../protocol/codec/reader.ts";
import { Writer } from "../../protocol/codec/writer.ts";
import { RequestHeader, ResponseHeader } from "../../protocol/data/headers.ts";
import { Errors } from "../../protocol/errors.ts";
import { Harness } from "./harness.ts";

/** User:alice, as brokers write it. */
const ALICE = Uint8Array.from([0, 0, 5, 85, 115, 101, 114, 6, 97, 108, 105, 99, 101, 0, 0]);
const CREATE_TOPIC = {
  topics: [{ name: "t", numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] }],
};

function inner(api: Api, request: object, version: number): Uint8Array {
  const writer = new Writer();
  RequestHeader.write(writer, {
    requestApiKey: api.key,
    requestApiVersion: version,
    correlationId: 77,
    clientId: "client",
  }, api.requestHeaderVersion(version));
  api.request.write(writer, request as never, version);
  return writer.toBytes();
}

function envelope(it: Harness, requestData: Uint8Array, overrides: object = {}, who?: string) {
  return it.send(
    Apis.Envelope,
    {
      requestData,
      requestPrincipal: ALICE,
      clientHostAddress: Uint8Array.from([10, 0, 0, 1]),
      ...overrides,
    },
    0,
    who,
  );
}

Deno.test("Envelope runs the inner request under the inner principal and answers in its version", async () => {
  const asked: string[] = [];
  const it = await new Harness({
    authorizer: {
      authorize({ name }, host) {
        asked.push(`${name}@${host}`);
        return true;
      },
    },
  }).lead();
  await it.startBrokers([1]);
  asked.length = 0;
  for (const version of [4, 7]) {
    const answer = await envelope(it, inner(Apis.CreateTopics, CREATE_TOPIC, version));
    assertEquals(answer.errorCode, 0);
    const reader = new Reader(answer.responseData!);
    const header = ResponseHeader.read(reader, Apis.CreateTopics.responseHeaderVersion(version));
    assertEquals(header.correlationId, 77);
    const { topics: [topic] } = Apis.CreateTopics.response.read(reader, version);
    assertEquals(topic.errorCode, version === 4 ? 0 : Errors.TOPIC_ALREADY_EXISTS);
    assertEquals(reader.remaining, 0);
  }
  assertEquals(asked.slice(0, 2), ["ANONYMOUS@127.0.0.1", "alice@10.0.0.1"]);
});

Deno.test("Envelope refuses senders, principals and inner requests that it may not or can not take", async () => {
  const it = await new Harness({ authorizer: { authorize: ({ name }) => name === "ANONYMOUS" } })
    .lead();
  const good = inner(Apis.CreateTopics, CREATE_TOPIC, 7);
  const cases: readonly (readonly [number, Uint8Array, object?, string?])[] = [
    [Errors.CLUSTER_AUTHORIZATION_FAILED, good, {}, "mallory"],
    [Errors.PRINCIPAL_DESERIALIZATION_FAILURE, good, { requestPrincipal: null }],
    [Errors.PRINCIPAL_DESERIALIZATION_FAILURE, good, { requestPrincipal: ALICE.slice(0, 5) }],
    [
      Errors.PRINCIPAL_DESERIALIZATION_FAILURE,
      good,
      { requestPrincipal: Uint8Array.from([0, 9, 1]) },
    ],
    [Errors.INVALID_REQUEST, good, { clientHostAddress: new Uint8Array(3) }],
    [Errors.INVALID_REQUEST, new Uint8Array(3)],
    [Errors.INVALID_REQUEST, good.slice(0, -4)],
    [Errors.INVALID_REQUEST, inner(Apis.Metadata, { topics: null }, 12)],
    [Errors.INVALID_REQUEST, Uint8Array.from([3, 231, 0, 0, 0, 0, 0, 0])],
    [Errors.UNSUPPORTED_VERSION, Uint8Array.from([0, 19, 0, 99, 0, 0, 0, 0])],
  ];
  for (const [code, requestData, overrides, who] of cases) {
    const { errorCode, responseData } = await envelope(it, requestData, overrides, who);
    assertEquals([errorCode, responseData], [code, null]);
  }
});

Deno.test("Envelope tells the broker itself that the active controller is elsewhere", async () => {
  const it = new Harness();
  const answer = await envelope(it, inner(Apis.CreateTopics, CREATE_TOPIC, 7));
  assertEquals([answer.errorCode, answer.responseData], [Errors.NOT_CONTROLLER, null]);
});
