/** Records of the coordinators' topics as JSON. */
import type { Message } from "../../protocol/codec/message.ts";
import { DecodeError } from "../../protocol/codec/errors.ts";
import {
  ConsumerProtocolAssignment,
  ConsumerProtocolSubscription,
} from "../../protocol/data/consumer_protocol.ts";
import { decodeVersioned } from "../../protocol/data/framing.ts";
import { decodeGroupRecord, GROUP_RECORDS } from "../../protocol/data/group_framing.ts";
import type { KeyedDeclarations } from "../../protocol/data/keyed_records.ts";
import {
  decodeShareStateRecord,
  SHARE_STATE_RECORDS,
} from "../../protocol/data/share_state_framing.ts";
import {
  decodeTransactionRecord,
  TRANSACTION_RECORDS,
} from "../../protocol/data/transaction_framing.ts";
import { readInt16 } from "../../protocol/records/int.ts";
import type { LogRecord } from "../../protocol/records/record.ts";
import { failureText } from "../failure_text.ts";
import { type FieldJson, messageJson } from "../message_json.ts";
import type { MessageText, ParseMessage } from "./message_text.ts";

interface KeyedRecord {
  readonly type: string;
  readonly key: unknown;
  readonly version: number;
  readonly value: unknown;
}

type Decode = (key: Uint8Array, value: Uint8Array | null) => KeyedRecord;

/** Of `__consumer_offsets`. */
export const offsets: ParseMessage = parserOf("offset", GROUP_RECORDS, decodeGroupRecord);
/** Of `__transaction_state`. */
export const transactionLog: ParseMessage = parserOf(
  "transaction log",
  TRANSACTION_RECORDS,
  decodeTransactionRecord,
);
/** Of `__share_group_state`. */
export const shareGroupState: ParseMessage = parserOf(
  "share group state",
  SHARE_STATE_RECORDS,
  decodeShareStateRecord,
);

function parserOf(what: string, declarations: KeyedDeclarations, decode: Decode): ParseMessage {
  return ({ offset, key, value }: LogRecord): MessageText => {
    if (key === null) {
      throw new DecodeError(
        `Failed to decode message at offset ${offset} using ${what} decoder ` +
          "(message had a missing key)",
        0,
      );
    }
    const number = key.length < 2 ? null : readInt16(key, 0);
    const types = Object.values(declarations).map((one) => one.key.key);
    if (number !== null && !types.includes(number)) {
      return {
        key: `Unknown record type ${number} at offset ${offset}, skipping.`,
        payload: null,
      };
    }
    try {
      return textOf(declarations, decode(key, value));
    } catch (error) {
      return { key: `Error at offset ${offset}, skipping. ${failureText(error)}`, payload: null };
    }
  };
}

function textOf(declarations: KeyedDeclarations, record: KeyedRecord): MessageText {
  const { key, value } = declarations[record.type];
  const keyText = `{"type":"${key.key}","data":${messageJson(key.fields, record.key, 0)}}`;
  if (record.value === null) return { key: keyText, payload: "<DELETE>" };
  const data = messageJson(value.fields, record.value, record.version, otherwise(record));
  return { key: keyText, payload: `{"version":"${record.version}","data":${data}}` };
}

/** In classic groups of consumers the bytes of subscription and assignment are known too. */
function otherwise({ type, value }: KeyedRecord): FieldJson | undefined {
  const isOfConsumers = type === "GroupMetadata" &&
    (value as { protocolType: string }).protocolType === "consumer";
  return isOfConsumers ? memberJson : undefined;
}

function memberJson(name: string, value: unknown): string | null {
  if (name === "subscription") {
    return protocolJson(ConsumerProtocolSubscription, value as Uint8Array);
  }
  if (name === "assignment") return protocolJson(ConsumerProtocolAssignment, value as Uint8Array);
  return null;
}

/** Null for what is something else, which stays bytes. */
function protocolJson(message: Message<any>, bytes: Uint8Array | null): string | null {
  if (bytes === null) return null;
  try {
    const { version, value } = decodeVersioned(message, bytes);
    return messageJson(message.fields, value, version);
  } catch (error) {
    if (error instanceof DecodeError) return null;
    throw error;
  }
}
