/** Replays config overrides. */
import type { DecodedMessage } from "../../protocol/codec/message.ts";
import type { ConfigRecord } from "../../protocol/data/metadata_records.ts";
import { configResourceKey, ConfigResourceType } from "./image.ts";
import { asPersistent, type MapEdit, type PersistentMap } from "./persistent_map.ts";

type Overrides = ReadonlyMap<string, string>;

export class ConfigsBuilder {
  /** Keys of resources whose overrides changed. */
  readonly changed = new Set<string>();
  readonly #resources: MapEdit<string, Overrides>;
  /** Maps made in this run, which may still be changed. */
  readonly #open = new Map<string, Map<string, string>>();

  constructor(base: ReadonlyMap<string, Overrides>) {
    this.#resources = asPersistent(base).edit();
  }

  change(record: DecodedMessage<typeof ConfigRecord>): void {
    const key = configResourceKey(record.resourceType, record.resourceName);
    const overrides = this.#openResource(key);
    if (record.value === null) overrides.delete(record.name);
    else overrides.set(record.name, record.value);
    this.changed.add(key);
  }

  /** A removed topic takes its overrides along: there are no records for them. */
  removeTopic(name: string): void {
    const key = configResourceKey(ConfigResourceType.TOPIC, name);
    const hadSome = this.#resources.has(key) || this.#open.has(key);
    this.#open.delete(key);
    this.#resources.delete(key);
    if (hadSome) this.changed.add(key);
  }

  build(): PersistentMap<string, Overrides> {
    for (const [key, overrides] of this.#open) {
      if (overrides.size === 0) this.#resources.delete(key);
      else this.#resources.set(key, overrides);
    }
    this.#open.clear();
    return this.#resources.freeze();
  }

  #openResource(key: string): Map<string, string> {
    let overrides = this.#open.get(key);
    if (overrides === undefined) {
      overrides = new Map(this.#resources.get(key));
      this.#open.set(key, overrides);
    }
    return overrides;
  }
}
