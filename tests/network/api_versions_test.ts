import { assertEquals, assertThrows } from "@std/assert";
import type { RequestContext } from "../../network/api.ts";
import { ApiTable, type ApiTableOptions } from "../../network/api_table.ts";
import type { ApiHandler } from "../../network/api.ts";
import { Peer } from "../../network/peer.ts";
import type { Api } from "../../protocol/api.ts";
import { Apis } from "../../protocol/apis.ts";

const API_VERSIONS = 18;

const features = {
  supported: [
    { name: "group.version", minVersion: 0, maxVersion: 1 },
    { name: "metadata.version", minVersion: 7, maxVersion: 29 },
  ],
  finalizedEpoch: 42n,
  finalized: [
    { name: "group.version", level: 0 },
    { name: "metadata.version", level: 25 },
  ],
};

function handlerOf(api: Api, options: Partial<ApiHandler> = {}): ApiHandler {
  const { key, name, request, response, versions } = api;
  return { key, name, request, response, versions, handle: () => ({}), ...options };
}

function ask(version: number, handlers: readonly ApiHandler[], options: ApiTableOptions = {}) {
  const table = new ApiTable(handlers, options);
  const connection = new Peer("1", "PLAINTEXT", "10.0.0.1", 5, () => {});
  const context = { apiVersion: version, connection } as unknown as RequestContext;
  const request = { clientSoftwareName: "probe", clientSoftwareVersion: "1.0-x" };
  const answer: any = table.find(API_VERSIONS)!.handle(request, context);
  return { answer, connection };
}

Deno.test("ApiTable lists its handlers' versions by key, ApiVersions among them, unlisted ones not", () => {
  const { answer } = ask(0, [
    handlerOf(Apis.Metadata),
    handlerOf(Apis.Produce, { answered: { min: 3, max: 13 } }),
    handlerOf(Apis.PushTelemetry, { unlisted: true }),
  ]);
  assertEquals(answer.errorCode, 0);
  assertEquals(answer.apiKeys, [
    { apiKey: 0, minVersion: 0, maxVersion: 13 },
    { apiKey: 3, minVersion: 0, maxVersion: 13 },
    { apiKey: API_VERSIONS, minVersion: 0, maxVersion: 4 },
  ]);
});

Deno.test("ApiTable narrows what is listed, and leaves out, as it is told", () => {
  const listed: ApiTableOptions["listed"] = ({ name, versions }) =>
    name === "CreateTopics" ? { min: 2, max: 5 } : name === "DeleteTopics" ? null : versions;
  const { answer } = ask(0, [handlerOf(Apis.CreateTopics), handlerOf(Apis.DeleteTopics)], {
    listed,
  });
  assertEquals(answer.apiKeys.map((row: any) => [row.apiKey, row.minVersion, row.maxVersion]), [
    [API_VERSIONS, 0, 4],
    [19, 2, 5],
  ]);
});

Deno.test("ApiTable refuses two handlers of one API, and finds none for odd keys", () => {
  assertThrows(() => new ApiTable([handlerOf(Apis.Fetch), handlerOf(Apis.Fetch)]), TypeError);
  const table = new ApiTable([handlerOf(Apis.Fetch)]);
  assertEquals([-1, -32768, 2, 999, 32767].map((key) => table.find(key)), Array(5).fill(undefined));
});

Deno.test("ApiVersions tells features with minimum 0 from version 4 on, and never level 0", () => {
  const told = (version: number) => ask(version, [], { features: () => features }).answer;
  assertEquals(told(3).supportedFeatures.map(({ name }: any) => name), ["metadata.version"]);
  assertEquals(told(4).supportedFeatures, features.supported);
  assertEquals(told(4).finalizedFeaturesEpoch, 42n);
  assertEquals(told(4).finalizedFeatures, [
    { name: "metadata.version", minVersionLevel: 25, maxVersionLevel: 25 },
  ]);
});

Deno.test("ApiVersions notes the client's software from version 3 on", () => {
  const { connection } = ask(3, []);
  assertEquals([connection.clientSoftwareName, connection.clientSoftwareVersion], [
    "probe",
    "1.0-x",
  ]);
  assertEquals(ask(2, []).connection.clientSoftwareName, "unknown");
});
