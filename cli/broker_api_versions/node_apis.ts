/** The APIs that a node and this program know. */
import type { KafkaConnection } from "../../client/kafka_connection.ts";
import type { Api } from "../../protocol/api.ts";
import { Apis } from "../../protocol/apis.ts";
import type { Column } from "../output/listing.ts";

export interface NodeApi {
  readonly key: number;
  /** Null if it is not known here. */
  readonly name: string | null;
  /** Null if the node does not have it, as is the next one. */
  readonly minVersion: number | null;
  readonly maxVersion: number | null;
  /** The latest version that both sides know; null if there is none. */
  readonly usableVersion: number | null;
  readonly problem: "node too new" | "node too old" | null;
}

/** Each API that either side knows, by key. */
export function nodeApis(connection: Pick<KafkaConnection, "apiVersions">): NodeApi[] {
  const known = new Map(
    (Object.values(Apis) as Api[]).filter(({ listeners }) => listeners.includes("broker"))
      .map((api) => [api.key, api]),
  );
  const offered = new Map(
    connection.apiVersions.apiKeys.map(({ apiKey, minVersion, maxVersion }) => [
      apiKey,
      { min: minVersion, max: maxVersion },
    ]),
  );
  const keys = [...new Set([...known.keys(), ...offered.keys()])].sort((a, b) => a - b);
  return keys.map((key) => {
    const api = known.get(key);
    const range = offered.get(key);
    const problem = api === undefined || range === undefined ? null : problemOf(api, range);
    const isUsable = api !== undefined && range !== undefined && problem === null;
    return {
      key,
      name: api?.name ?? null,
      minVersion: range?.min ?? null,
      maxVersion: range?.max ?? null,
      usableVersion: isUsable ? Math.min(range.max, api.versions.max) : null,
      problem,
    };
  });
}

function problemOf(
  { versions }: Api,
  range: { readonly min: number; readonly max: number },
): NodeApi["problem"] {
  if (range.min > versions.max) return "node too new";
  return range.max < versions.min ? "node too old" : null;
}

export const NODE_API_COLUMNS: readonly Column<NodeApi>[] = [
  { title: "", of: ({ name, key }) => `${name ?? "UNKNOWN"}(${key}):` },
  {
    title: "",
    of: ({ minVersion, maxVersion }) => {
      if (minVersion === null) return "UNSUPPORTED";
      return minVersion === maxVersion ? `${minVersion}` : `${minVersion} to ${maxVersion}`;
    },
    tone: ({ minVersion }) => minVersion === null ? "faint" : undefined,
  },
  {
    title: "",
    of: ({ usableVersion, problem }) => {
      if (problem !== null) return `[unusable: ${problem}]`;
      return usableVersion === null ? undefined : `[usable: ${usableVersion}]`;
    },
    tone: ({ problem }) => problem === null ? undefined : "bad",
  },
];
