/** AlterClientQuotas: limits of users, client ids and addresses (metadata-quorum 3.3, KIP-546). */
import { quotaEntityKey } from "../metadata/image/identity_keys.ts";
import type { DecodedMessage, EncodableMessage } from "../protocol/codec/message.ts";
import { type MetadataRecord, metadataRecord } from "../protocol/data/metadata_framing.ts";
import { ApiError, Errors } from "../protocol/errors.ts";
import type {
  AlterClientQuotasRequest,
  AlterClientQuotasResponse,
} from "../protocol/messages/alter_client_quotas.ts";
import { atomic, type ControllerState, type Decision } from "./decision.ts";
import { type Failure, failureIn, SUCCESS } from "./failure.ts";

type Request = DecodedMessage<typeof AlterClientQuotasRequest>;
type Entry = Request["entries"][number];
type EntryResult = EncodableMessage<typeof AlterClientQuotasResponse>["entries"][number];
type EntityPart = { readonly type: string; readonly name: string | null };

/** Keys of users and client ids, with whether they take whole numbers only. */
const CLIENT_KEYS: ReadonlyMap<string, boolean> = new Map([
  ["producer_byte_rate", true],
  ["consumer_byte_rate", true],
  ["request_percentage", false],
  ["controller_mutation_rate", false],
]);
const IP_KEYS: ReadonlyMap<string, boolean> = new Map([["connection_creation_rate", true]]);
const ENTITY_TYPES: readonly string[] = ["user", "client-id", "ip"];
/** Kafka lets a value be that much off a whole number. */
const EPSILON = 1e-6;

function invalid(message: string): ApiError {
  return new ApiError(Errors.INVALID_REQUEST, message);
}

/** One result per entity; each fails or succeeds alone. */
export function alterClientQuotas(
  state: ControllerState,
  { entries, validateOnly }: Request,
): Decision<readonly EntryResult[]> {
  const records: MetadataRecord[] = [];
  const results = new Map<string, EntryResult>();
  for (const entry of entries) {
    const entity = collapse(entry);
    const key = quotaEntityKey(entity);
    const repeated = results.has(key);
    const failure = failureIn(() => {
      if (repeated || hasRepeatedKey(entry)) throw invalid(duplicate(entity));
      checkEntity(entity);
      for (const op of entry.ops) checkOp(entity, op);
    });
    results.set(key, result(entity, failure ?? SUCCESS));
    if (failure === null) records.push(...changes(state, entity, entry));
  }
  return atomic(validateOnly ? [] : records, [...results.values()]);
}

/** The entry's parts; of a type named twice the last counts. */
function collapse({ entity }: Entry): EntityPart[] {
  const parts = new Map(entity.map(({ entityType, entityName }) => [entityType, entityName]));
  return [...parts].map(([type, name]) => ({ type, name }));
}

function result(entity: readonly EntityPart[], failure: Failure): EntryResult {
  return {
    ...failure,
    entity: entity.map(({ type, name }) => ({ entityType: type, entityName: name })),
  };
}

function hasRepeatedKey({ ops }: Entry): boolean {
  return new Set(ops.map(({ key }) => key)).size !== ops.length;
}

function duplicate(entity: readonly EntityPart[]): string {
  const parts = entity.map(({ type, name }) => `${type}=${name}`);
  return `Ignoring duplicate entity ClientQuotaEntity(entries={${parts.join(", ")}})`;
}

function checkEntity(entity: readonly EntityPart[]): void {
  if (entity.length === 0) throw invalid("Invalid empty client quota entity");
  for (const { type, name } of entity) {
    if (!ENTITY_TYPES.includes(type)) throw invalid(`Unhandled client quota entity type: ${type}`);
    if (name === "") throw invalid(`Empty ${type} not supported`);
  }
  const ip = entity.find(({ type }) => type === "ip");
  if (ip === undefined) return;
  if (entity.length > 1) {
    throw invalid(
      "Invalid quota entity combination, IP entity shouldnot be combined with User or ClientId",
    );
  }
  if (ip.name !== null && !isHost(ip.name)) {
    throw invalid(`${ip.name} is not a valid IP or resolvable host.`);
  }
}

/** An address, or a name that could be a host's: nothing is resolved here. */
function isHost(name: string): boolean {
  return /^[0-9a-fA-F:.]*:[0-9a-fA-F:.]*$/.test(name) ||
    /^[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?$/.test(name);
}

function checkOp(
  entity: readonly EntityPart[],
  { key, value, remove }: Entry["ops"][number],
): void {
  const keys = entity.some(({ type }) => type === "ip") ? IP_KEYS : CLIENT_KEYS;
  const whole = keys.get(key);
  if (whole === undefined) throw invalid(`Invalid configuration key ${key}`);
  if (remove) return;
  if (!(value > 0)) throw invalid(`Quota ${key} must be greater than 0`);
  if (!whole) return;
  const largest = keys === IP_KEYS ? 2 ** 31 - 1 : 2 ** 63;
  if (value > largest) {
    const type = keys === IP_KEYS ? "INT" : "LONG";
    throw invalid(`Proposed value for ${key} is too large for an ${type}.`);
  }
  if (value - Math.floor(value) > EPSILON) throw invalid(`${key} cannot be a fractional value.`);
}

function changes(
  { image }: ControllerState,
  parts: readonly EntityPart[],
  { ops }: Entry,
): MetadataRecord[] {
  const values = image.quotas.get(quotaEntityKey(parts))?.values;
  const entity = parts.map(({ type, name }) => ({ entityType: type, entityName: name }));
  return ops
    .filter(({ key, value, remove }) => remove ? values?.has(key) : values?.get(key) !== value)
    .map(({ key, value, remove }) =>
      metadataRecord("ClientQuotaRecord", 0, { entity, key, value: remove ? 0 : value, remove })
    );
}
