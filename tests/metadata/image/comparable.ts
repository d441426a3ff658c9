/** Images as plain values that assertEquals can compare, whatever made them. */
import type { MetadataImage } from "../../../metadata/image/image.ts";

/** Everything of the state; not which offset it stands for. */
export function comparable(image: MetadataImage): unknown {
  const { offset: _offset, epoch: _epoch, timestampMs: _timestampMs, ...state } = image;
  return plain({
    ...state,
    brokers: new Map(
      [...image.brokers].map(([id, broker]) => [id, { ...broker, registrationOffset: null }]),
    ),
  });
}

function plain(value: unknown): unknown {
  if (value === null || typeof value !== "object" || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map(plain);
  if ("get" in value && "forEach" in value) {
    const entries = [...value as ReadonlyMap<unknown, unknown>];
    return new Map(
      entries.map(([key, item]) => [key, plain(item)] as const)
        .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
    );
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}
