import type { StringCache } from "../protocol/codec/string_cache.ts";
import type { Writer } from "../protocol/codec/writer.ts";
import type { Clock } from "../runtime/runtime.ts";
import type { BytePool } from "../storage/byte_pool.ts";
import type { ApiTable } from "./api_table.ts";
import type { ConnectionLimits } from "./connection_limits.ts";
import type { HeldBytes } from "./held_bytes.ts";
import type { IdleConnections } from "./idle_connections.ts";
import type { PlainWords } from "./plain_words.ts";

/** What the connections of a server share with it. */
export interface ServerState {
  readonly clock: Clock;
  /** null until the server serves. */
  readonly apis: ApiTable | null;
  readonly limits: ConnectionLimits;
  readonly buffers: BytePool;
  /** Texts that requests repeat. */
  readonly strings: StringCache;
  /** For one answer after the other. */
  readonly writer: Writer;
  readonly idle: IdleConnections;
  readonly held: HeldBytes;
  readonly words: PlainWords | null;
}
