/** `ottla completion SHELL`: a script that completes tools, their commands and their flags, made from what tools declare. */
import { argumentTool, command } from "./argument_tool.ts";
import { completionScript, type Shell, SHELLS } from "./completion/scripts.ts";
import { ArgumentError } from "./options/option_error.ts";
import type { Tool } from "./tool.ts";

export function completion(tools: readonly Tool[]) {
  return argumentTool({
    name: "completion",
    program: "ottla completion",
    description: "Print a completion script for a shell.",
    helpExitCode: 0,
    commands: command({
      help: `Takes the shell's name: ${
        SHELLS.join(", ")
      }. For bash: source <(ottla completion bash)`,
      flags: {},
      takesWords: true,
      async run(options, { output }) {
        const [shell, ...more] = options.words;
        if (!SHELLS.includes(shell as Shell) || more.length > 0) {
          throw new ArgumentError(`name one shell of ${SHELLS.join(", ")}`);
        }
        const programs = await Promise.all(
          tools.map(async ({ name, load }) => ({ name, words: (await load()).words })),
        );
        output.write(completionScript(shell as Shell, programs));
        return 0;
      },
    }),
  });
}
