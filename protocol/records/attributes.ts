/** The attribute bits of a batch (magic 2) or message (magic 0 and 1). Only the low byte means anything. */

/** Whose clock a batch's timestamps come from. */
export type TimestampType = "CreateTime" | "LogAppendTime";

const CODEC = 0x07;
const LOG_APPEND_TIME = 0x08;
const TRANSACTIONAL = 0x10;
const CONTROL = 0x20;
const DELETE_HORIZON = 0x40;

/** The compression type's number, 0 (none) to 7; not every number has a codec. */
export function codecId(attributes: number): number {
  return attributes & CODEC;
}

export function timestampType(attributes: number): TimestampType {
  return (attributes & LOG_APPEND_TIME) !== 0 ? "LogAppendTime" : "CreateTime";
}

export function isTransactional(attributes: number): boolean {
  return (attributes & TRANSACTIONAL) !== 0;
}

export function isControl(attributes: number): boolean {
  return (attributes & CONTROL) !== 0;
}

/** Whether the base timestamp holds the time from which tombstones and markers may go (KIP-534). */
export function hasDeleteHorizon(attributes: number): boolean {
  return (attributes & DELETE_HORIZON) !== 0;
}

export interface AttributeFlags {
  readonly codecId?: number;
  readonly timestampType?: TimestampType;
  readonly transactional?: boolean;
  readonly control?: boolean;
  readonly deleteHorizon?: boolean;
}

/** The attributes with the given flags; everything else is 0. */
export function encodeAttributes(flags: AttributeFlags): number {
  return (flags.codecId ?? 0) |
    (flags.timestampType === "LogAppendTime" ? LOG_APPEND_TIME : 0) |
    (flags.transactional ? TRANSACTIONAL : 0) |
    (flags.control ? CONTROL : 0) |
    (flags.deleteHorizon ? DELETE_HORIZON : 0);
}

/** `attributes` with another timestamp type and its unused bits cleared. */
export function withTimestampType(attributes: number, type: TimestampType): number {
  const kept = attributes & (CODEC | TRANSACTIONAL | CONTROL | DELETE_HORIZON);
  return type === "LogAppendTime" ? kept | LOG_APPEND_TIME : kept;
}
