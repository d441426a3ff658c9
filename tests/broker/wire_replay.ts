/** Sends what was sent to a real Kafka 4.3.1 to a node of ours, and compares the answers. */
import { gunzipSync } from "node:zlib";
import { encodeRequest } from "../../client/request_frame.ts";
import type { Api } from "../../protocol/api.ts";
import { Apis } from "../../protocol/apis.ts";
import { RequestHeader, ResponseHeader } from "../../protocol/data/headers.ts";
import { Reader } from "../../protocol/codec/reader.ts";
import { join } from "../network/simulated_server.ts";
import { BatchBuilder } from "../../protocol/records/batch_builder.ts";
import { bytesOf, type JsonObject } from "../protocol/golden.ts";
import { valueOf } from "../protocol/kafka_json.ts";
import type { SimulatedNode } from "./simulated_node.ts";
import { type Difference, WireComparison } from "./wire_comparison.ts";

/** A line of the recording. */
export interface WireCase {
  readonly name: string;
  /** Absent for raw bytes (`low/*`). */
  readonly api?: string;
  readonly version?: number;
  readonly clientId?: string;
  readonly request?: unknown;
  /** As JSON; records are left out. */
  readonly response?: unknown;
  /** Frame with its size; absent for frames that are too large to be kept. */
  readonly requestHex?: string;
  /** Answer without its size. */
  readonly responseHex?: string;
  /** What happened instead of an answer. */
  readonly outcome?: string;
}

/** The recording leaves record bytes out: the value of the record that was too large. */
const LARGE_BATCH_BYTES = 2_000_000;

/** How long Kafka was waited for. */
const NO_ANSWER_AFTER_MS = 15_000;

export type WireOutcome = "answered" | "closed" | "silent";

function wireCases(): WireCase[] {
  const url = new URL("../fixtures/broker/wire-behaviour-4.3.ndjson.gz", import.meta.url);
  const text = new TextDecoder().decode(gunzipSync(Deno.readFileSync(url)));
  return text.trimEnd().split("\n").map((line) => JSON.parse(line));
}

export class WireReplay {
  readonly comparison = new WireComparison();
  /** In the order in which they were recorded; a few names come twice. */
  readonly cases: readonly WireCase[] = wireCases();

  constructor(readonly node: SimulatedNode) {}

  /** What was sent in a case, with our ids. */
  requestOf(name: string): { api: Api; version: number; body: any } {
    return decodeFrame(this.#frameOf(this.cases.find((one) => one.name === name)!));
  }

  #frameOf(one: WireCase): Uint8Array {
    const frame = one.requestHex === undefined ? largeFrame(one) : bytesOf(one.requestHex);
    return this.comparison.translate(frame);
  }

  /**
   * What differs; nothing where we do as Kafka did.
   *
   * @param before Sent on the same connection without waiting.
   */
  async run(one: WireCase, before: readonly Uint8Array[] = []): Promise<Difference[]> {
    const frame = this.#frameOf(one);
    const { outcome, answer } = await this.send(...before, frame);
    const expected = outcomeOf(one);
    if (outcome !== expected) return [{ path: "", kafka: expected, ours: outcome }];
    if (answer === undefined) return [];
    const [api, version] = answeredAs(one, frame);
    const kafka = bodyOf(api, version, bytesOf(one.responseHex!));
    return this.comparison.differences(kafka, bodyOf(api, version, answer));
  }

  /** Sends frames on a connection of their own; gives the first answer. */
  async send(
    ...frames: Uint8Array[]
  ): Promise<{ outcome: WireOutcome; answer?: Uint8Array }> {
    const { world } = this.node;
    const client = await this.node.client();
    client.send(...frames);
    const done = () => client.frames().length > 0 || client.closedBy !== "nobody";
    try {
      await world.runUntil(done, { maxVirtualMs: NO_ANSWER_AFTER_MS });
    } catch {
      // Nothing came: told by the outcome.
    }
    const [answer] = client.frames();
    const closed = client.closedBy !== "nobody";
    client.connection.close();
    if (answer !== undefined) return { outcome: "answered", answer };
    return { outcome: closed ? "closed" : "silent" };
  }

  /** Sends a request that was not recorded; gives the decoded answer. */
  async ask(api: Api, version: number, body: unknown): Promise<any> {
    const { answer } = await this.send(join(encodeRequest(api, version, 1, "wire", body)));
    if (answer === undefined) throw new Error(`No answer to ${api.name}`);
    return bodyOf(api, version, answer);
  }
}

/** The frame of a request that was too large to be recorded as bytes. */
function largeFrame({ api: name, version, clientId, request }: WireCase): Uint8Array {
  const api: Api = Object.values(Apis).find((row) => row.name === name)!;
  const body = valueOf(api.request, version!, request as JsonObject);
  for (const { partitionData } of body.topicData ?? []) {
    for (const partition of partitionData) partition.records = batchOf(LARGE_BATCH_BYTES);
  }
  return join(encodeRequest(api, version!, 1, clientId ?? null, body));
}

function batchOf(bytes: number): Uint8Array {
  const builder = new BatchBuilder();
  builder.append({ timestamp: 1n, key: null, value: new Uint8Array(bytes) });
  return builder.build();
}

function outcomeOf({ responseHex, outcome = "" }: WireCase): WireOutcome {
  if (responseHex !== undefined) return "answered";
  return outcome.startsWith("connection closed") ? "closed" : "silent";
}

/** In which version the answer is: ApiVersions in a version that is not known is answered in version 0. */
function answeredAs(one: WireCase, frame: Uint8Array): [Api, number] {
  const view = new DataView(frame.buffer, frame.byteOffset);
  const key = view.getInt16(4);
  const version = view.getInt16(6);
  const api: Api = Object.values(Apis).find((row) => row.key === key)!;
  if (api === undefined) throw new Error(`${one.name} asks for the API ${key}`);
  return [api, version > api.versions.max ? 0 : version];
}

function bodyOf(api: Api, version: number, answer: Uint8Array): any {
  const reader = new Reader(answer);
  ResponseHeader.read(reader, api.responseHeaderVersion(version));
  return api.response.read(reader, version);
}

/** The decoded request of a frame, to be changed and sent again. */
function decodeFrame(frame: Uint8Array): { api: Api; version: number; body: any } {
  const reader = new Reader(frame);
  reader.position += 4;
  const at = reader.position;
  const key = reader.int16();
  const version = reader.int16();
  const api: Api = Object.values(Apis).find((row) => row.key === key)!;
  reader.position = at;
  RequestHeader.read(reader, api.requestHeaderVersion(version));
  return { api, version, body: api.request.read(reader, version) };
}
