import type { Message } from "./codec/message.ts";
import { parseVersions, type VersionRange } from "./codec/versions.ts";

/** Which role's listeners serve an API. */
export type ListenerType = "broker" | "controller";

/** Who serves an API. */
export interface Where {
  readonly listeners: readonly ListenerType[];
  /** Whether a broker passes requests on to the active controller. */
  readonly forwardable: boolean;
}

export const BROKER: Where = { listeners: ["broker"], forwardable: false };
export const CONTROLLER: Where = { listeners: ["controller"], forwardable: false };
export const BOTH: Where = { listeners: ["broker", "controller"], forwardable: false };
/** Served by controllers; brokers pass it on to the active one under the client's principal (KIP-590). */
export const FORWARDED: Where = { listeners: ["broker", "controller"], forwardable: true };
/** Gone from Kafka with ZooKeeper: known by name only. */
export const NEITHER: Where = { listeners: [], forwardable: false };

const API_VERSIONS = 18;
const CONTROLLED_SHUTDOWN = 7;

/** One API: what travels under a key, in which versions, and who serves it. */
export class Api<Request extends Message<any> = any, Response extends Message<any> = any> {
  readonly key: number;
  /** Versions that ApiVersions lists: those of Kafka 4.3. Empty for APIs that Kafka has removed. */
  readonly versions: VersionRange;
  /**
   * Versions that are answered: narrower than `versions` for Produce, whose 0-2 are listed only because librdkafka looks
   * for them; wider where clients of today still send what Kafka 4 refuses. The messages may know even more.
   */
  readonly answered: VersionRange;
  readonly listeners: readonly ListenerType[];
  /** Whether a broker passes requests on to the active controller. */
  readonly forwardable: boolean;

  constructor(
    /** Kafka's name, e.g. `OffsetCommit`. */
    readonly name: string,
    readonly request: Request,
    readonly response: Response,
    versions: string,
    where: Where,
    answered: string = versions,
  ) {
    this.key = request.key;
    this.versions = parseVersions(versions);
    this.answered = parseVersions(answered);
    this.listeners = where.listeners;
    this.forwardable = where.forwardable;
  }

  /** Version of the header in front of a request of `version`: 2 (with tagged fields) where flexible, else 1. */
  requestHeaderVersion(version: number): number {
    if (this.request.isFlexible(version)) return 2;
    return this.key === CONTROLLED_SHUTDOWN && version === 0 ? 0 : 1;
  }

  /**
   * Version of the header in front of a response of `version`: 1 (with tagged fields) where flexible, else 0. Always 0 for
   * ApiVersions, as the client doesn't know yet what the broker speaks.
   */
  responseHeaderVersion(version: number): number {
    return this.response.isFlexible(version) && this.key !== API_VERSIONS ? 1 : 0;
  }
}
