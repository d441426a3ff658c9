/** Apache's tools in one JVM, which is started once for all of them. */
import { decodeBase64, encodeBase64 } from "./base64.ts";
import type { ApacheKafka } from "./apache_kafka.ts";
import { toolClass } from "./apache_tools.ts";
import type { Background } from "./background.ts";
import type { CommandResult } from "./command.ts";
import { waitUntil } from "./wait_until.ts";

/** Behind the tool's own limit: for what is to be done at its end. */
const GRACE_MS = 20_000;

export class JavaTools {
  #calls = 0;
  #process: Background;

  /** @param own Sees to it that a JVM ends with the suite. */
  constructor(
    readonly kafka: ApacheKafka,
    readonly own: (process: Background) => Background,
  ) {
    this.#process = own(kafka.launcher());
  }

  /** Runs a tool to its end; one that takes longer than `timeoutMs` is told to end, and has code 143. */
  async run(
    tool: string,
    args: readonly string[],
    { input = "", timeoutMs = 30_000 } = {},
  ): Promise<CommandResult> {
    const name = toolClass(this.kafka.version, tool);
    const words = [input, ...args].map(encodeBase64);
    await this.#process.writeLine([String(timeoutMs), name, ...words].join(" "));
    const answer = await waitUntil(`${tool} to end`, () => this.#answer(), timeoutMs + GRACE_MS);
    if (answer === "ended") {
      // Where argparse4j finds wrong arguments, it ends the process itself.
      this.#process = this.own(this.kafka.launcher());
      this.#calls = 0;
      return await this.kafka.tool(tool, args, { input, timeoutMs });
    }
    this.#calls++;
    const [code, out, err] = answer.split(" ");
    return { code: Number(code), out: decodeBase64(out), err: decodeBase64(err) };
  }

  #answer(): string | undefined {
    return this.#process.out[this.#calls] ?? (this.#process.code === null ? undefined : "ended");
  }
}
