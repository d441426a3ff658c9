/** Programs run to their end: output collected, time limited. */

export interface CommandOptions {
  /** Text for standard input; none if absent. */
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Nothing is inherited of the environment. */
  readonly clearEnv?: boolean;
  readonly cwd?: string;
  readonly timeoutMs?: number;
}

export interface CommandResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const TIMEOUT_MS = 60_000;

/** Runs a program; one that takes longer than `timeoutMs` is killed and gives code 124. */
export async function run(
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const child = new Deno.Command(program, {
    args: [...args],
    env: options.env,
    clearEnv: options.clearEnv,
    cwd: options.cwd,
    stdin: options.input === undefined ? "null" : "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    child.kill("SIGKILL");
  }, options.timeoutMs ?? TIMEOUT_MS);
  try {
    if (options.input !== undefined) {
      const writer = child.stdin.getWriter();
      await writer.write(new TextEncoder().encode(options.input)).catch(() => {});
      await writer.close().catch(() => {});
    }
    const { code, stdout, stderr } = await child.output();
    const decoder = new TextDecoder();
    return {
      code: timedOut ? 124 : code,
      out: decoder.decode(stdout),
      err: decoder.decode(stderr),
    };
  } finally {
    clearTimeout(timer);
  }
}

/** {@linkcode run}, where any exit code but 0 is an error that shows what the program said. Gives its output. */
export async function runOk(
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  const { code, out, err } = await run(program, args, options);
  if (code === 0) return out;
  const why = code === 124 ? "timed out" : `ended with code ${code}`;
  throw new Error(`${program} ${args.join(" ")} ${why}: ${excerpt(err)} ${excerpt(out)}`);
}

/** Whether a program of that name is on the PATH. */
export async function isInstalled(program: string): Promise<boolean> {
  return (await run("sh", ["-c", `command -v ${program}`])).code === 0;
}

/** The last lines of a text, on one line. */
export function excerpt(text: string, lines = 6): string {
  return text.trim().split("\n").slice(-lines).join(" | ");
}
