/** What brokers hand on to the active controller, and what they answer while there is none. */
import { assert, assertEquals } from "@std/assert";
import { brokerApis } from "../../../broker/api_table.ts";
import { createPartitions } from "../../../broker/apis/create_partitions.ts";
import { deleteTopics } from "../../../broker/apis/delete_topics.ts";
import { electLeaders } from "../../../broker/apis/elect_leaders.ts";
import { askController } from "../../../broker/forward.ts";
import { listedVersions } from "../../../broker/listed_versions.ts";
import type { BrokerServices } from "../../../broker/services.ts";
import { LoggerLevels } from "../../../config/logger_levels.ts";
import { EMPTY_IMAGE } from "../../../metadata/image/empty_image.ts";
import type { MetadataImage, TopicImage } from "../../../metadata/image/image.ts";
import type { ApiHandler } from "../../../network/api.ts";
import { apiByKey, Apis } from "../../../protocol/apis.ts";
import { complete } from "../../../protocol/codec/complete.ts";
import { Reader } from "../../../protocol/codec/reader.ts";
import { Writer } from "../../../protocol/codec/writer.ts";
import { ApiError, Errors } from "../../../protocol/errors.ts";
import { ADMIN_QUESTIONS } from "../admin_questions.ts";
import { fitted } from "../fitted.ts";
import { idOf, imageOf, topicOf } from "../images.ts";

/** Services of a broker whose controller answers as `forward` does. */
function services(forward: BrokerServices["controller"]["forward"]): BrokerServices {
  return {
    nodeId: 1,
    loggerLevels: new LoggerLevels(),
    controller: { forward },
    metadata: { image: EMPTY_IMAGE, until: () => Promise.resolve(true) },
    topicConfigs: { storedConfigs: () => ({ broker: new Map(), default: new Map() }) },
    // Tokens are for clients of a safe listener.
    config: {
      given: new Map(),
      node: { brokerListeners: [{ name: "SAFE", protocol: "SASL_SSL" }] },
    },
  } as any;
}

const context = (apiVersion: number) => ({
  apiVersion,
  principal: { type: "User", name: "alice" },
  connection: { listener: "SAFE" },
} as any);

function* errorCodes(value: unknown): Generator<number> {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return;
  for (const [name, field] of Object.entries(value)) {
    if (name === "errorCode") yield field as number;
    else yield* errorCodes(field);
  }
}

/** Bodies of APIs that `ADMIN_QUESTIONS` does not ask. */
const BODIES: Readonly<Record<string, any>> = {
  CreateTopics: { topics: [{ name: "t", assignments: [], configs: [] }] },
  CreatePartitions: { topics: [{ name: "t", count: 2, assignments: null }] },
};

Deno.test("Forwarded APIs answer REQUEST_TIMED_OUT in every version where no controller is found in time", async () => {
  const noController = () => Promise.reject(new ApiError(Errors.REQUEST_TIMED_OUT));
  let answered = 0;
  for (const handler of brokerApis(services(noController))) {
    const api = apiByKey(handler.key)!;
    if (!api.forwardable) continue;
    for (let version = api.versions.min; version <= api.versions.max; version++) {
      const body = api.name === "DeleteTopics"
        ? version >= 6 ? { topics: [{ name: "t" }] } : { topicNames: ["t"] }
        : BODIES[api.name] ?? ADMIN_QUESTIONS[api.name](version, {} as any).at(-1)![0];
      const request = complete(api.request.fields, fitted(api.request, version, body));
      const answer = await handler.handle(request as any, context(version));
      const writer = new Writer();
      api.response.write(writer, answer as any, version);
      const read = api.response.read(new Reader(writer.toBytes()), version);
      const codes = new Set([...errorCodes(read)].filter((code) => code !== 0));
      assertEquals([...codes], [Errors.REQUEST_TIMED_OUT], `${api.name} ${version}`);
      answered++;
    }
  }
  assert(answered > 40, `${answered}`);
});

Deno.test("A forwarded request has bytes of its own: the connection's buffer is used again", async () => {
  const buffer = new Uint8Array([1, 2, 3, 4]);
  let seen: Uint8Array | null = null;
  const forward: any = async (_api: unknown, request: any) => {
    await Promise.resolve();
    seen = request.hmac;
    return { errorCode: 0, expiryTimestampMs: 1n, throttleTimeMs: 0 };
  };
  const request = { hmac: buffer.subarray(1, 3), renewPeriodMs: 1n };
  const answer = askController(
    services(forward),
    Apis.RenewDelegationToken,
    request,
    context(2),
    () => {
      throw new Error("not reached");
    },
  );
  buffer.fill(9);
  await answer;
  assertEquals(seen, new Uint8Array([2, 3]));
});

Deno.test("ElectLeaders waits until this broker sees the elected leader, for a second at most", async () => {
  const led = (leader: number) =>
    imageOf({ topics: [topicOf("t", idOf(1), { replicas: [2, 1], leader })] });
  const waits: unknown[] = [];
  const forward: any = () =>
    Promise.resolve({
      errorCode: 0,
      replicaElectionResults: [{
        topic: "t",
        partitionResult: [
          { partitionId: 0, errorCode: 0, errorMessage: null },
          { partitionId: 1, errorCode: 84, errorMessage: null },
        ],
      }],
    });
  const until = (condition: (image: any) => boolean, timeoutMs: number) => {
    waits.push([condition(led(1)), condition(led(2)), condition(EMPTY_IMAGE), timeoutMs]);
    return Promise.resolve(true);
  };
  const handler = electLeaders({ ...services(forward), metadata: { until } as any });
  const ask = (electionType: number, timeoutMs: number) =>
    handler.handle(
      { electionType, timeoutMs, topicPartitions: [{ topic: "t", partitions: [0, 1] }] } as any,
      context(2),
    );
  await ask(0, 60_000);
  await ask(1, 300);
  assertEquals(waits, [[false, true, true, 1000], [true, true, true, 300]]);
});

/** A broker's answer to `request`, and of each wait before it: which of `images` end it, and its bound. */
async function waitsOf(
  api: (services: BrokerServices) => ApiHandler,
  request: unknown,
  controllersAnswer: unknown,
  images: readonly MetadataImage[],
) {
  const waits: unknown[] = [];
  const until = (condition: (image: MetadataImage) => boolean, timeoutMs: number) => {
    waits.push([...images.map(condition), timeoutMs]);
    return Promise.resolve(true);
  };
  const forward: any = () => Promise.resolve(controllersAnswer);
  const handler = api({ ...services(forward), metadata: { until } as any });
  assertEquals(await handler.handle(request as any, context(3)), controllersAnswer as any);
  return waits;
}

Deno.test("DeleteTopics waits until this broker no longer sees the topics, for a second at most", async () => {
  const seen = (...topics: TopicImage[]) => imageOf({ topics });
  const old = topicOf("t", idOf(1), {});
  const images = [seen(old), seen(topicOf("t", idOf(2), {})), EMPTY_IMAGE];
  const waits = (deleted: { name: string | null; topicId?: string }) =>
    waitsOf(deleteTopics, {}, {
      responses: [{ ...deleted, errorCode: 0 }, { name: "kept", errorCode: 3 }],
    }, images);
  assertEquals(await waits({ name: "t" }), [[false, false, true, 1000]]);
  assertEquals(await waits({ name: "t", topicId: idOf(1) }), [[false, true, true, 1000]]);
  assertEquals(await waits({ name: null, topicId: idOf(1) }), [[false, true, true, 1000]]);
});

Deno.test("CreatePartitions waits until this broker sees the partitions, for a second at most, unless it only validates", async () => {
  const images = [imageOf({ topics: [topicOf("t", idOf(1), {})] }), EMPTY_IMAGE];
  images.push(imageOf({ topics: [topicOf("t", idOf(1), {}, {})] }));
  const topics = [{ name: "t", count: 2 }, { name: "failed", count: 9 }];
  const answer = { results: [{ name: "t", errorCode: 0 }, { name: "failed", errorCode: 37 }] };
  const waits = (validateOnly: boolean) =>
    waitsOf(createPartitions, { topics, validateOnly }, answer, images);
  assertEquals(await waits(false), [[false, true, true, 1000]]);
  assertEquals(await waits(true), []);
});

Deno.test("listedVersions: of a forwarded API what the controller can do as well, of others their own range", () => {
  const own = { key: Apis.ElectLeaders.key, versions: { min: 0, max: 2 } };
  const theirs = (min: number, max: number) => [{ key: own.key, versions: { min, max } }];
  assertEquals(listedVersions(own), { min: 0, max: 2 });
  assertEquals(listedVersions(own, theirs(1, 5)), { min: 1, max: 2 });
  assertEquals(listedVersions(own, theirs(3, 5)), null);
  assertEquals(listedVersions(own, []), null);
  const local = { key: Apis.Metadata.key, versions: { min: 0, max: 13 } };
  assertEquals(listedVersions(local, []), { min: 0, max: 13 });
});
