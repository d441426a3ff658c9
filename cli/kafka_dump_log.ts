/** kafka-dump-log: shows what is in the files of a data directory. Nothing is written. */
import type { DumpContext } from "./dump_log/dump_context.ts";
import { dumpLog } from "./dump_log/dump_log.ts";
import { dumpOffsetIndex } from "./dump_log/dump_offset_index.ts";
import { DumpOutput } from "./dump_log/dump_output.ts";
import { dumpProducerSnapshot } from "./dump_log/dump_producer_snapshot.ts";
import { dumpTimeIndex } from "./dump_log/dump_time_index.ts";
import { dumpTransactionIndex } from "./dump_log/dump_transaction_index.ts";
import { suffixOf } from "./dump_log/file_names.ts";
import { Findings } from "./dump_log/findings.ts";
import { DUMP_LOG_FLAGS } from "./dump_log/flags.ts";
import { messageParser, showsData } from "./dump_log/message_parser.ts";
import { flagTool } from "./flag_tool.ts";
import { Progress } from "./output/progress.ts";

const DUMPERS: Readonly<Record<string, (context: DumpContext, path: string) => Promise<void>>> = {
  ".log": dumpLog,
  ".checkpoint": dumpLog,
  ".index": dumpOffsetIndex,
  ".timeindex": dumpTimeIndex,
  ".txnindex": dumpTransactionIndex,
  ".snapshot": dumpProducerSnapshot,
};

const MAX_BYTES = 2147483647;
const MAX_MESSAGE_SIZE = 5 * 1024 * 1024;

export const kafkaDumpLog = flagTool({
  name: "kafka-dump-log",
  purpose:
    "Shows the content of segments, indexes and snapshots, to find out what is wrong with them.",
  flags: DUMP_LOG_FLAGS,
  usageAfterParserErrors: false,
  async run(options, { runtime, output: toolOutput }) {
    options.require("files");
    const data = showsData(options);
    const output = new DumpOutput(toolOutput);
    const context: DumpContext = {
      disk: runtime.disk,
      output,
      findings: new Findings(),
      options: {
        isDeep: data || options.has("deep-iteration"),
        parse: data ? messageParser(options) : null,
        skipsRecordMetadata: options.has("skip-record-metadata"),
        maxBytes: options.number("max-bytes") ?? MAX_BYTES,
        maxMessageSize: options.number("max-message-size") ?? MAX_MESSAGE_SIZE,
        index: options.has("index-sanity-check")
          ? "sanity"
          : options.has("verify-index-only")
          ? "verify"
          : "show",
      },
      progress: new Progress(runtime, { what: "Reading", isBesideOutput: true }),
    };
    try {
      for (const path of (options.value("files") ?? "").split(",")) {
        output.line(`Dumping ${path}`);
        const suffix = suffixOf(path);
        if (Object.hasOwn(DUMPERS, suffix)) await DUMPERS[suffix](context, path);
        else output.errorLine(`Ignoring unknown file ${path}`);
      }
      context.findings.print(output);
    } finally {
      context.progress.end();
      output.flush();
    }
    return 0;
  },
});
