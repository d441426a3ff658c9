import { assertEquals } from "@std/assert";
import { gunzipSync } from "node:zlib";
import type { Api } from "../../protocol/api.ts";
import { Apis } from "../../protocol/apis.ts";
import { Harness, WITH_ELR } from "./harness.ts";

interface Exchange {
  readonly name: string;
  readonly api: keyof typeof Apis;
  readonly version: number;
  readonly request: any;
  readonly response: any;
}

/** Requests sent to a broker of Kafka 4.3 that is its own controller, with the answers, in order. */
function exchanges(): Exchange[] {
  const path = new URL("../fixtures/coordinator/answers-4.3.ndjson.gz", import.meta.url);
  const text = new TextDecoder().decode(gunzipSync(Deno.readFileSync(path)));
  return text.trim().split("\n").map((line) => JSON.parse(line));
}

/** Topics that other requests of Kafka's session had made. */
const TOPICS = ["t", "conf", "a_b"];

/** Cases that the broker answers itself and never forwards. */
const ANSWERED_BY_BROKERS = [
  /^incremental-alter-configs\/(logger|broker-(read-only|other|not-a-number|threads|default-per|default-read|bad-value))/,
  /^incremental-alter-configs\/(topic-null-set|topic-same-key-twice|type-99)$/,
  /^alter-configs\/(null|logger)$/,
  /^describe-configs\//,
  /^acls\/describe/,
];

/** Cases whose outcome hangs on what Kafka's session did otherwise. */
const OTHER_SESSION = [
  /^delete-topics\/internal$/,
  /^elect-leaders\/all$/,
];

/** Cases that this project answers otherwise, on purpose or in other words. */
const OWN_ANSWERS = [
  /^create-topics\/config-remote$/,
  // Accepted: old clients set it.
  /^create-topics\/config-message-format-version$/,
];

Deno.test("Coordinator answers as Kafka 4.3 did, code by code and word by word", async () => {
  const it = await new Harness({ features: { ...WITH_ELR, "group.version": 1 } }).lead();
  await it.startBrokers([1]);
  for (const topic of TOPICS) await it.createTopic(topic, [[1]]);
  let compared = 0;
  for (const exchange of exchanges()) {
    const { name, api, version, request, response } = exchange;
    if (ANSWERED_BY_BROKERS.some((pattern) => pattern.test(name))) continue;
    if (OWN_ANSWERS.some((pattern) => pattern.test(name))) continue;
    if (OTHER_SESSION.some((pattern) => pattern.test(name))) continue;
    if (!it.coordinator.handlers.some(({ key }) => key === Apis[api].key)) continue;
    if (version < Apis[api].answered.min) continue;
    const answer = await it.send(Apis[api] as Api, withBytes(request), version);
    assertEquals(comparable(answer), comparable(response), name);
    compared++;
  }
  assertEquals(it.faults, []);
  assertEquals(compared > 100, true, `${compared} compared`);
});

/** base64 to bytes, where the API has byte fields. */
function withBytes(request: any): any {
  if (request.upsertions === undefined) return request;
  const bytes = (text: string) => Uint8Array.from(atob(text), (unit) => unit.charCodeAt(0));
  return {
    ...request,
    upsertions: request.upsertions.map((it: any) => ({
      ...it,
      salt: bytes(it.salt),
      saltedPassword: bytes(it.saltedPassword),
    })),
  };
}

/** Random, or not there in the older versions that some exchanges use. */
const IGNORED = ["topicId", "unknownTags", "throttleTimeMs", "allowReplicationFactorChange"];

/** The answer without ids, which are random, and without fields that are absent or at their defaults. */
function comparable(value: any): any {
  if (Array.isArray(value)) return value.map(comparable);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value)
    .filter(([key]) => !IGNORED.includes(key))
    .filter(([, item]) => item !== 0 && item !== null && item !== undefined && item !== -1)
    .filter(([, item]) => !(Array.isArray(item) && item.length === 0))
    .map(([key, item]) => [key, comparable(item)]);
  return Object.fromEntries(entries);
}
