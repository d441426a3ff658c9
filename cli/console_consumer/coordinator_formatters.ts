/** Records of `__consumer_offsets` and `__transaction_state` as text. */
import type { Message } from "../../protocol/codec/message.ts";
import { UnknownTypeError } from "../../protocol/data/framing.ts";
import { decodeGroupRecord } from "../../protocol/data/group_framing.ts";
import * as group from "../../protocol/data/group_records.ts";
import { decodeTransactionRecord } from "../../protocol/data/transaction_framing.ts";
import * as transaction from "../../protocol/data/transaction_records.ts";
import { messageJson } from "../message_json.ts";
import type { FormatMessage, PrintedRecord } from "./message_formatter.ts";

const encoder = new TextEncoder();

interface CoordinatorRecord {
  readonly type: string;
  readonly key: unknown;
  readonly version: number;
  readonly value: unknown;
}

type Declarations = Readonly<
  Record<string, { readonly key: Message<any>; readonly value: Message<any> }>
>;

const OFFSETS: Declarations = {
  LegacyOffsetCommit: { key: group.LegacyOffsetCommitKey, value: group.LegacyOffsetCommitValue },
  OffsetCommit: { key: group.OffsetCommitKey, value: group.OffsetCommitValue },
};
const GROUPS: Declarations = {
  GroupMetadata: { key: group.GroupMetadataKey, value: group.GroupMetadataValue },
};
const TRANSACTIONS: Declarations = {
  TransactionLog: { key: transaction.TransactionLogKey, value: transaction.TransactionLogValue },
};

/** `OffsetsMessageFormatter` of today: JSON, one after the other. */
export const offsetsJson: FormatMessage = jsonOf(OFFSETS, decodeGroupRecord);
/** `GroupMetadataMessageFormatter` of today. */
export const groupMetadataJson: FormatMessage = jsonOf(GROUPS, decodeGroupRecord);
/** `TransactionLogMessageFormatter` of today. */
export const transactionLogJson: FormatMessage = jsonOf(TRANSACTIONS, decodeTransactionRecord);

/** `GroupMetadataManager$OffsetsMessageFormatter` of Kafka 3: a line each. */
export const offsetsLine: FormatMessage = (record) => {
  const decoded = decode(record, decodeGroupRecord);
  if (decoded?.type !== "OffsetCommit") return [];
  const key = decoded.key as { group: string; topic: string; partition: number };
  const value = decoded.value as null | {
    offset: bigint;
    leaderEpoch: number;
    metadata: string;
    commitTimestamp: bigint;
    expireTimestamp: bigint;
  };
  const name = `[${key.group},${key.topic},${key.partition}]`;
  if (value === null) return [encoder.encode(`${name}::NULL\n`)];
  const epoch = value.leaderEpoch < 0 ? "Optional.empty" : `Optional[${value.leaderEpoch}]`;
  const expires = value.expireTimestamp < 0n ? "None" : `Some(${value.expireTimestamp})`;
  return [
    encoder.encode(
      `${name}::OffsetAndMetadata(offset=${value.offset}, leaderEpoch=${epoch}, ` +
        `metadata=${value.metadata}, commitTimestamp=${value.commitTimestamp}, ` +
        `expireTimestamp=${expires})\n`,
    ),
  ];
};

function jsonOf(
  declarations: Declarations,
  decodeRecord: (key: Uint8Array, value: Uint8Array | null) => CoordinatorRecord,
): FormatMessage {
  return (record) => {
    const decoded = decode(record, decodeRecord);
    if (decoded === null || !Object.hasOwn(declarations, decoded.type)) return [];
    const { key, value } = declarations[decoded.type];
    const keyJson = `{"type":${key.key},"data":${messageJson(key.fields, decoded.key, 0)}}`;
    const { version } = decoded;
    const valueJson = decoded.value === null
      ? "null"
      : `{"version":${version},"data":${messageJson(value.fields, decoded.value, version)}}`;
    return [encoder.encode(`{"key":${keyJson},"value":${valueJson}}`)];
  };
}

/** Null for what is no record of the coordinators, or of a type that came later. */
function decode(
  { key, value }: PrintedRecord,
  decodeRecord: (key: Uint8Array, value: Uint8Array | null) => CoordinatorRecord,
): CoordinatorRecord | null {
  if (key === null) return null;
  try {
    return decodeRecord(key, value);
  } catch (error) {
    if (error instanceof UnknownTypeError) return null;
    throw error;
  }
}
