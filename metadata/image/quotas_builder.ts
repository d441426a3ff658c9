/** Replays client quotas. */
import type { DecodedMessage } from "../../protocol/codec/message.ts";
import type { ClientQuotaRecord } from "../../protocol/data/metadata_records.ts";
import { quotaEntityKey } from "./identity_keys.ts";
import type { QuotaImage } from "./image.ts";
import { asPersistent, type MapEdit, type PersistentMap } from "./persistent_map.ts";

export class QuotasBuilder {
  readonly #quotas: MapEdit<string, QuotaImage>;

  constructor(base: ReadonlyMap<string, QuotaImage>) {
    this.#quotas = asPersistent(base).edit();
  }

  change(record: DecodedMessage<typeof ClientQuotaRecord>): void {
    const entity = record.entity.map((part) => ({ type: part.entityType, name: part.entityName }));
    const key = quotaEntityKey(entity);
    const before = this.#quotas.get(key);
    const values = new Map(before?.values);
    if (record.remove) values.delete(record.key);
    else values.set(record.key, record.value);
    if (values.size === 0) this.#quotas.delete(key);
    else this.#quotas.set(key, { entity: before?.entity ?? entity, values });
  }

  build(): PersistentMap<string, QuotaImage> {
    return this.#quotas.freeze();
  }
}
