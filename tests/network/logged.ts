import { configureSync, type LogRecord, resetSync } from "@logtape/logtape";

/** The lines that the network's log gets during `run`, from the level of warnings up. */
export async function logged(run: () => Promise<void>): Promise<string[]> {
  const lines: string[] = [];
  const sink = ({ message }: LogRecord) => void lines.push(message.map(String).join(""));
  configureSync({
    reset: true,
    sinks: { sink, none: () => {} },
    loggers: [
      { category: ["ottla", "network"], sinks: ["sink"], lowestLevel: "warning" },
      { category: ["logtape", "meta"], sinks: ["none"], lowestLevel: "fatal" },
    ],
  });
  try {
    await run();
  } finally {
    resetSync();
  }
  return lines;
}
