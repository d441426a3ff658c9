/** Every message that is declared, by name. */
import { Apis } from "../../protocol/apis.ts";
import { Message } from "../../protocol/codec/message.ts";
import * as consumerProtocol from "../../protocol/data/consumer_protocol.ts";
import * as controlRecords from "../../protocol/data/control_records.ts";
import * as groupRecords from "../../protocol/data/group_records.ts";
import * as headers from "../../protocol/data/headers.ts";
import * as metadataRecords from "../../protocol/data/metadata_records.ts";
import * as principal from "../../protocol/data/principal.ts";
import * as shareGroupRecords from "../../protocol/data/share_group_records.ts";
import * as shareStateRecords from "../../protocol/data/share_state_records.ts";
import * as storageRecords from "../../protocol/data/storage_records.ts";
import * as streamsGroupRecords from "../../protocol/data/streams_group_records.ts";
import * as transactionRecords from "../../protocol/data/transaction_records.ts";
import * as kafka35 from "./layouts_3_5.ts";

const FILES = [
  consumerProtocol,
  controlRecords,
  groupRecords,
  headers,
  metadataRecords,
  principal,
  shareGroupRecords,
  shareStateRecords,
  storageRecords,
  streamsGroupRecords,
  transactionRecords,
];

/** Requests and responses. */
export const API_MESSAGES: readonly Message<any>[] = Object.values(Apis).flatMap((api) => [
  api.request as Message<any>,
  api.response as Message<any>,
]);

/** Headers, records and other data. */
export const DATA_MESSAGES: readonly Message<any>[] = FILES.flatMap((file) =>
  Object.values(file).filter((value) => value instanceof Message)
);

export const ALL_MESSAGES = [...API_MESSAGES, ...DATA_MESSAGES];

const BY_NAME = new Map(ALL_MESSAGES.map((message) => [message.name, message]));
const BY_NAME_3_5 = new Map(Object.values(kafka35).map((message) => [message.name, message]));

/** The declaration that reads what Kafka `line` wrote under `name`, `version`. */
export function messageNamed(name: string, version = 0, line = "4.3"): Message<any> {
  const old = line === "3.5" && version === 0 ? BY_NAME_3_5.get(name) : undefined;
  const message = old ?? BY_NAME.get(name);
  if (message === undefined) throw new Error(`No message ${name}`);
  return message;
}
