/** Flags of kafka-dump-log. */
import type { Flags } from "../options/flags.ts";

export const DUMP_LOG_FLAGS = {
  "files": {
    value: "file1, file2, ...",
    required: true,
    help:
      "The files to show, separated by commas: .log, .index, .timeindex, .txnindex, .snapshot " +
      "or .checkpoint.",
  },
  "print-data-log": {
    help: "Show keys and values of records too. Every flag that names a decoder implies it.",
  },
  "deep-iteration": {
    help: "Show each record of a batch. --print-data-log implies it.",
  },
  "skip-record-metadata": {
    help: "Show of records nothing but keys and values, and of control records nothing.",
  },
  "max-bytes": {
    value: "size",
    type: "Integer",
    help: "Read no more than so many bytes of a log, whole batches only. Default: 2147483647.",
  },
  "max-message-size": {
    value: "size",
    type: "Integer",
    help: "Where an index points to, look no farther than so many bytes. Default: 5242880.",
  },
  "verify-index-only": { help: "Compare an index with its log without showing the entries." },
  "index-sanity-check": {
    help: "Look at an index the way a broker does at its start, without showing the entries.",
  },
  "key-decoder-class": {
    value: "String",
    valueOptional: true,
    help: "How keys become text: StringDecoder, LongDecoder, IntegerDecoder or DefaultDecoder of " +
      "org.apache.kafka.tools.api. Default: StringDecoder.",
  },
  "value-decoder-class": {
    value: "String",
    valueOptional: true,
    help: "How values become text, like --key-decoder-class.",
  },
  "offsets-decoder": { help: "The records are those of __consumer_offsets." },
  "transaction-log-decoder": { help: "The records are those of __transaction_state." },
  "cluster-metadata-decoder": { help: "The records are those of the metadata log." },
  "share-group-state-decoder": { help: "The records are those of __share_group_state." },
  "remote-log-metadata-decoder": { help: "The records are those of __remote_log_metadata." },
} satisfies Flags;
