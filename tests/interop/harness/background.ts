/** A program that runs beside the test: its lines can be waited for, it can be written to and killed. */
import { excerpt } from "./command.ts";
import { waitUntil } from "./wait_until.ts";

export interface BackgroundOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Nothing is inherited of the environment. */
  readonly clearEnv?: boolean;
  readonly cwd?: string;
  /** A file that gets every line of both streams as well. */
  readonly logFile?: string;
}

export class Background {
  /** Lines of standard output so far. */
  readonly out: string[] = [];
  /** Lines of standard error so far. */
  readonly err: string[] = [];
  /** Exit code, null while it runs. */
  code: number | null = null;
  /** Resolves with the exit code once all output was read. */
  readonly ended: Promise<number>;
  readonly name: string;
  readonly #child: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #log: Deno.FsFile | null;

  constructor(program: string, args: readonly string[], options: BackgroundOptions = {}) {
    this.name = `${program} ${args.join(" ")}`;
    this.#child = new Deno.Command(program, {
      args: [...args],
      env: options.env,
      clearEnv: options.clearEnv,
      cwd: options.cwd,
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#input = this.#child.stdin.getWriter();
    this.#log = options.logFile === undefined
      ? null
      : Deno.openSync(options.logFile, { append: true, create: true });
    this.ended = this.#follow();
  }

  get pid(): number {
    return this.#child.pid;
  }

  /** Both streams' lines. */
  get lines(): string[] {
    return [...this.out, ...this.err];
  }

  async writeLine(line: string): Promise<void> {
    await this.#input.write(new TextEncoder().encode(`${line}\n`));
  }

  async closeInput(): Promise<void> {
    await this.#input.close().catch(() => {});
  }

  /** Resolves with the first line of either stream that matches. */
  async waitForLine(pattern: RegExp, timeoutMs = 30_000): Promise<string> {
    return await waitUntil(`a line ${pattern} of ${this.name}`, () => {
      const line = this.lines.find((it) => pattern.test(it));
      if (line !== undefined) return line;
      if (this.code !== null) throw new Error(`${this.name} ended: ${excerpt(this.text)}`);
      return undefined;
    }, timeoutMs);
  }

  get text(): string {
    return this.lines.join("\n");
  }

  signal(signal: Deno.Signal): void {
    if (this.code === null) {
      try {
        this.#child.kill(signal);
      } catch {
        // It has just ended.
      }
    }
  }

  /** Sends a signal and waits for the end; one that does not end in time is killed and an error. */
  async stop(signal: Deno.Signal = "SIGTERM", timeoutMs = 20_000): Promise<number> {
    this.signal(signal);
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      this.signal("SIGKILL");
    }, timeoutMs);
    const code = await this.ended;
    clearTimeout(timer);
    if (late) throw new Error(`${this.name} did not end ${timeoutMs} ms after ${signal}`);
    return code;
  }

  async #follow(): Promise<number> {
    const [{ code }] = await Promise.all([
      this.#child.status,
      this.#read(this.#child.stdout, this.out),
      this.#read(this.#child.stderr, this.err),
    ]);
    this.#log?.close();
    this.code = code;
    await this.closeInput();
    return code;
  }

  async #read(stream: ReadableStream<Uint8Array>, lines: string[]): Promise<void> {
    let rest = "";
    const decoder = new TextDecoder();
    for await (const chunk of stream) {
      this.#log?.writeSync(chunk);
      const parts = (rest + decoder.decode(chunk, { stream: true })).split("\n");
      rest = parts.pop()!;
      lines.push(...parts);
    }
    if (rest !== "") lines.push(rest);
  }
}
