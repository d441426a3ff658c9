/** kafka-metadata-shell: looks around in a snapshot or the log of the metadata. */
import { type Runtime, RuntimeError } from "../runtime/runtime.ts";
import { argumentTool, type ArgumentToolContext, command } from "./argument_tool.ts";
import { LineSplitter } from "./console_producer/line_splitter.ts";
import { shellTree } from "./metadata_shell/image_tree.ts";
import { loadImage } from "./metadata_shell/load_image.ts";
import { runCommand, runLine } from "./metadata_shell/shell.ts";
import { ShellState } from "./metadata_shell/state.ts";
import { OptionError } from "./options/option_error.ts";

const HELP = "This tool shows the metadata of a cluster as files and directories.";
const DEFAULT_WIDTH = 80;

export const kafkaMetadataShell = argumentTool({
  name: "kafka-metadata-shell",
  description: HELP,
  helpExitCode: 1,
  commands: command({
    help: `${HELP} With a command (cat, find, ls, tree) it runs that one; without, it asks.`,
    flags: {
      snapshot: {
        value: "file",
        short: "s",
        required: true,
        help: "The snapshot (.checkpoint) or log segment (.log) to read.",
      },
    },
    takesWords: true,
    async run(options, context) {
      const { runtime, output } = context;
      const isInteractive = options.words.length === 0;
      if (isInteractive) output.write("Loading...\n");
      const bytes = await readSnapshot(runtime, options.value("snapshot")!);
      const root = shellTree(loadImage(bytes));
      if (!isInteractive) {
        output.write(runCommand(options.words, new ShellState(root)));
        return 0;
      }
      output.write("Starting...\n[ Kafka Metadata Shell ]\n");
      await askAndAnswer(context, new ShellState(root, screenWidth(runtime)));
      return 0;
    },
  }),
});

/** @throws {OptionError} */
async function readSnapshot({ disk }: Runtime, path: string): Promise<Uint8Array> {
  try {
    return await disk.readFile(path);
  } catch (error) {
    if (!(error instanceof RuntimeError) || error.code !== "not-found") throw error;
    throw new OptionError(`Unexpected error: java.nio.file.NoSuchFileException: ${path}`);
  }
}

/** Null where no terminal shows it. */
function screenWidth({ terminal, process }: Runtime): number | null {
  if (!terminal.outputIsTerminal()) return null;
  return Number(process.env("COLUMNS")) || DEFAULT_WIDTH;
}

async function askAndAnswer(
  { runtime, output }: ArgumentToolContext,
  state: ShellState,
): Promise<void> {
  const splitter = new LineSplitter();
  const decoder = new TextDecoder();
  output.write(">> ");
  const run = (lines: readonly Uint8Array[]) => {
    for (const line of lines) {
      output.write(runLine(decoder.decode(line), state));
      if (state.isOver) return;
      output.write(">> ");
    }
  };
  while (!state.isOver) {
    const chunk = await runtime.terminal.readInput();
    if (chunk === null) {
      run(splitter.end());
      output.write("\n");
      return;
    }
    run(splitter.push(chunk));
  }
}
