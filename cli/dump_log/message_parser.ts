/** Which text keys and values of records become. */
import type { ParsedOptions } from "../options/parsed_options.ts";
import { clusterMetadata, remoteLogMetadata } from "./metadata_parsers.ts";
import { offsets, shareGroupState, transactionLog } from "./coordinator_parsers.ts";
import { decoderOf } from "./decoders.ts";
import type { DUMP_LOG_FLAGS } from "./flags.ts";
import type { ParseMessage } from "./message_text.ts";

/** Flags that say what the records are, and imply that they are shown. */
const DECODERS = {
  "offsets-decoder": offsets,
  "transaction-log-decoder": transactionLog,
  "cluster-metadata-decoder": clusterMetadata,
  "remote-log-metadata-decoder": remoteLogMetadata,
  "share-group-state-decoder": shareGroupState,
} as const;

type Options = ParsedOptions<keyof typeof DUMP_LOG_FLAGS & string>;

/** Whether keys and values are to be shown. */
export function showsData(options: Options): boolean {
  const names = Object.keys(DECODERS) as (keyof typeof DECODERS)[];
  return options.has("print-data-log") || options.has("key-decoder-class") ||
    options.has("value-decoder-class") || names.some((name) => options.has(name));
}

/** @throws {OptionError} For a decoder class that is not known. */
export function messageParser(options: Options): ParseMessage {
  for (const [name, parse] of Object.entries(DECODERS)) {
    if (options.has(name as keyof typeof DECODERS)) return parse;
  }
  const keyText = decoderOf(options.value("key-decoder-class"));
  const valueText = decoderOf(options.value("value-decoder-class"));
  return ({ key, value }) => ({
    key: key === null ? null : keyText(key),
    payload: value === null ? null : valueText(value),
  });
}
