/**
 * Compares decoded answers field by field. Ids that a broker makes up (topic ids, member ids, session ids) may differ: the
 * first pair seen is remembered, and from then on the one stands for the other, also in the requests that are replayed.
 */
import { bytesOf, hexOf } from "../protocol/golden.ts";

const ZERO_ID = "AAAAAAAAAAAAAAAAAAAAAA";
/** Fields whose values a broker makes up. */
const MADE_UP = new Set(["topicId", "memberId", "leader", "sessionId"]);
/** Fields that tell when and on which machine it was: they only have to be set in both. */
const CIRCUMSTANCES = new Set([
  "clientHost",
  "finalizedFeaturesEpoch",
  "lastCaughtUpTimestamp",
  "lastFetchTimestamp",
  "logAppendTimeMs",
  "totalBytes",
  "usableBytes",
]);
/** Lists whose order means nothing, with what identifies an element. */
const SETS: Readonly<Record<string, readonly string[]>> = {
  topics: ["name", "topic", "topicId"],
  partitions: ["partitionIndex", "partition"],
  responses: ["name", "topic", "topicId"],
  configs: ["name"],
  apiKeys: ["apiKey"],
  finalizedFeatures: ["name"],
  supportedFeatures: ["name"],
  results: ["name", "groupId"],
  groups: ["groupId"],
  replicaElectionResults: ["topic"],
  activeProducers: ["producerId"],
  configResources: ["resourceName"],
  entries: ["entity"],
};

export interface Difference {
  readonly path: string;
  readonly kafka: unknown;
  readonly ours: unknown;
}

export class WireComparison {
  readonly #ours = new Map<string, string>();
  readonly #kafka = new Map<string, string>();
  readonly #bytes: { readonly kafka: Uint8Array; readonly ours: Uint8Array }[] = [];

  /** Our id for one of Kafka's. */
  oursOf(kafka: string): string {
    const ours = this.#ours.get(kafka);
    if (ours === undefined) throw new Error(`${kafka} was not seen yet`);
    return ours;
  }

  /** The request with Kafka's ids replaced by ours. */
  translate(request: Uint8Array): Uint8Array {
    const bytes = request.slice();
    for (const { kafka, ours } of this.#bytes) replaceAll(bytes, kafka, ours);
    return bytes;
  }

  differences(kafka: unknown, ours: unknown): Difference[] {
    const found: Difference[] = [];
    this.#compare("", "", kafka, ours, found);
    return found;
  }

  #compare(path: string, field: string, kafka: unknown, ours: unknown, found: Difference[]): void {
    const differ = () => void found.push({ path, kafka, ours });
    if (Array.isArray(kafka) && Array.isArray(ours)) {
      this.#compareLists(path, field, kafka, ours, found);
    } else if (kafka instanceof Uint8Array && ours instanceof Uint8Array) {
      if (hexOf(this.translate(kafka)) !== hexOf(ours)) {
        found.push({ path, kafka: hexOf(kafka), ours: hexOf(ours) });
      }
    } else if (isObject(kafka) && isObject(ours)) {
      for (const name of new Set([...Object.keys(kafka), ...Object.keys(ours)])) {
        this.#compare(`${path}/${name}`, name, kafka[name], ours[name], found);
      }
    } else if (
      kafka !== ours && !this.#sameId(field, kafka, ours) && !areCircumstances(field, kafka, ours)
    ) {
      differ();
    }
  }

  #compareLists(
    path: string,
    field: string,
    kafka: unknown[],
    ours: unknown[],
    found: Difference[],
  ): void {
    if (kafka.length !== ours.length) {
      found.push({ path: `${path}/length`, kafka: kafka.length, ours: ours.length });
    }
    const keys = SETS[field];
    const sorted = (list: unknown[]) =>
      keys === undefined
        ? list
        : [...list].sort((a, b) => identity(a, keys) < identity(b, keys) ? -1 : 1);
    const [left, right] = [sorted(kafka), sorted(ours)];
    for (let i = 0; i < Math.min(left.length, right.length); i++) {
      this.#compare(`${path}/${i}`, field, left[i], right[i], found);
    }
  }

  #sameId(field: string, kafka: unknown, ours: unknown): boolean {
    if (!MADE_UP.has(field) || typeof kafka !== typeof ours) return false;
    if ([kafka, ours].some((id) => id === "" || id === ZERO_ID || id === 0)) return false;
    const [left, right] = [`${kafka}`, `${ours}`];
    const known = this.#ours.get(left);
    if (known !== undefined) return known === right;
    if (this.#kafka.has(right)) return false;
    this.#ours.set(left, right);
    this.#kafka.set(right, left);
    this.#bytes.push({ kafka: idBytes(field, kafka), ours: idBytes(field, ours) });
    return true;
  }
}

function areCircumstances(field: string, kafka: unknown, ours: unknown): boolean {
  if (!CIRCUMSTANCES.has(field) || typeof kafka !== typeof ours) return false;
  return typeof kafka !== "bigint" || kafka > 0n && (ours as bigint) > 0n;
}

function identity(element: unknown, keys: readonly string[]): string {
  if (!isObject(element)) return String(element);
  const key = keys.map((key) => element[key]).find((it) =>
    it !== undefined && it !== "" && it !== null
  );
  if (typeof key === "number") return String(key).padStart(12, "0");
  return typeof key === "object" ? JSON.stringify(key) : String(key);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !(value instanceof Uint8Array);
}

/** How an id of that field stands in a request. */
function idBytes(field: string, id: unknown): Uint8Array {
  if (typeof id === "number") return bytesOf(id.toString(16).padStart(8, "0"));
  if (field !== "topicId") return new TextEncoder().encode(String(id));
  const base64 = String(id).replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(`${base64}==`), (char) => char.charCodeAt(0));
}

function replaceAll(bytes: Uint8Array, from: Uint8Array, to: Uint8Array): void {
  if (from.length !== to.length) return;
  for (let at = 0; at + from.length <= bytes.length; at++) {
    if (from.every((byte, i) => bytes[at + i] === byte)) bytes.set(to, at);
  }
}
