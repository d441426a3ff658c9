/** `docker-image template`: what the image's `dub template` is made of. */
import { command } from "../argument_tool.ts";
import { OptionError } from "../options/option_error.ts";
import { readTextAt } from "../read_text.ts";
import { writeText } from "./write_text.ts";
import { EnvironmentError } from "./environment_error.ts";

export const templateCommand = command({
  help: "Fill in a template with variables: template IN [OUT], to standard output without OUT.",
  flags: {},
  takesWords: true,
  async run({ words }, { runtime, output }) {
    const [from, to, ...more] = words;
    if (!from || more.length > 0) throw new OptionError("usage: template IN [OUT]");
    const template = await readTextAt(runtime, from);
    const { fillTemplate } = await import("./template.ts");
    let text: string;
    try {
      text = fillTemplate(template, runtime.process.environment());
    } catch (error) {
      if (!(error instanceof EnvironmentError)) throw error;
      throw new EnvironmentError(`${from}: ${error.message}`);
    }
    if (to === undefined) output.write(text);
    else await writeText(runtime, to, text);
    return 0;
  },
});
