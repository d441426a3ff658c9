/** A process that appends to the log in `args[0]` until it is killed, and prints each end that was acknowledged. */
import { denoRuntime } from "../../runtime/deno.ts";
import { FileHandles } from "../../storage/file_handles.ts";
import { GroupCommit } from "../../storage/group_commit.ts";
import { LogMemory } from "../../storage/log_memory.ts";
import { PartitionLog } from "../../storage/partition_log.ts";
import { append, batch, DEFAULT_CONFIG } from "./log_fixture.ts";

const { disk, clock, random, terminal } = denoRuntime();
const log = await PartitionLog.open({
  disk,
  clock,
  random,
  commit: new GroupCommit(clock),
  memory: new LogMemory(clock),
  handles: new FileHandles(disk),
  producerIdExpirationMs: 86400000,
  directory: Deno.args[0],
  topic: "t",
  partition: 0,
  topicId: null,
  config: { ...DEFAULT_CONFIG, segmentBytes: 100_000 },
  clean: false,
  recoveryPoint: 0,
  logStartOffset: 0,
});

while (true) {
  for (let i = 0; i < 3; i++) append(log, batch(2, { valueBytes: (log.logEndOffset * 7) % 900 }));
  await new Promise<void>((resolve) => log.onWritten(() => resolve()));
  terminal.writeOutput(new TextEncoder().encode(`${log.writtenEndOffset}\n`));
}
