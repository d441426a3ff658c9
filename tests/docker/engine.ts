/**
 * Containers of the machine's engine. Single ones are on the host's network, which every engine has; projects and
 * `docker run` beside them use networks of their own where the engine makes bridges.
 */

/** What this machine can't show, and why. */
export class Skipped extends Error {}

export interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command to its end, at most `seconds` long. */
export async function run(
  command: readonly string[],
  { input = "", seconds = 60 }: { readonly input?: string; readonly seconds?: number } = {},
): Promise<Result> {
  const child = new Deno.Command(command[0], {
    args: command.slice(1),
    env: { DOCKER_BUILDKIT: "0" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const timer = setTimeout(() => child.kill("SIGKILL"), seconds * 1000);
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(input)).catch(() => {});
  await writer.close().catch(() => {});
  const { code, stdout, stderr } = await child.output();
  clearTimeout(timer);
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

/** `docker compose`, or the program of the time before it; null where there is neither. */
export async function composeCommand(): Promise<readonly string[] | null> {
  for (const command of [["docker", "compose"], ["docker-compose"]]) {
    const found = await run([...command, "version"]).catch(() => null);
    if (found?.code === 0) return command;
  }
  return null;
}

/** Tries until it succeeds. */
export async function eventually<T>(what: string, attempt: () => Promise<T | null>): Promise<T> {
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline) {
    const found = await attempt();
    if (found !== null) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Not within a minute: ${what}`);
}

/** What a case works with; everything it started is removed after it. */
export class Engine {
  readonly #containers: string[] = [];
  readonly #projects: string[][] = [];
  #count = 0;

  constructor(
    readonly image: string,
    /** Containers can be on networks of their own, with ports mapped to the machine's. */
    readonly hasBridge: boolean,
    readonly composeCommand: readonly string[],
  ) {}

  /** The engine that DOCKER_HOST names, or the usual socket. */
  static async connect(image: string): Promise<Engine> {
    const { stdout: drivers } = await run(["docker", "network", "ls", "--format", "{{.Driver}}"]);
    const hasBridge = drivers.split("\n").includes("bridge");
    return new Engine(image, hasBridge, await composeCommand() ?? []);
  }

  /** @throws {Error} Where the command fails. */
  async docker(...args: string[]): Promise<string> {
    const result = await run(["docker", ...args]);
    if (result.code !== 0) throw new Error(`docker ${args.join(" ")}: ${result.stderr}`);
    return result.stdout;
  }

  /** `docker run --rm` to its end. */
  async once(
    command: readonly string[],
    options: { readonly flags?: readonly string[]; readonly input?: string } = {},
  ): Promise<Result> {
    const flags = ["--rm", "-i", "--network=host", "--add-host=kafka:127.0.0.1"];
    const all = ["docker", "run", ...flags, ...options.flags ?? [], this.image, ...command];
    return await run(all, { input: options.input });
  }

  /** Starts a container; gives its name. */
  async start(
    environment: Readonly<Record<string, string>>,
    { flags = [], command = [] }: {
      readonly flags?: readonly string[];
      readonly command?: readonly string[];
    } = {},
  ): Promise<string> {
    const name = `ottla-test-${Deno.pid}-${this.#count++}`;
    this.#containers.push(name);
    const variables = Object.entries(environment).flatMap((
      [key, value],
    ) => ["-e", `${key}=${value}`]);
    const hosts = ["--add-host=kafka:127.0.0.1", "--add-host=zookeeper:127.0.0.1"];
    const where = ["--name", name, "--network=host", ...hosts];
    await this.docker("run", "-d", ...where, ...variables, ...flags, this.image, ...command);
    return name;
  }

  async logs(container: string): Promise<string> {
    const { stdout, stderr } = await run(["docker", "logs", container]);
    return stdout + stderr;
  }

  async waitForLog(container: string, pattern: RegExp): Promise<string> {
    return await eventually(`${pattern} in the log of ${container}`, async () => {
      const text = await this.logs(container);
      if (pattern.test(text)) return text;
      if (await this.state(container) === "exited") throw new Error(`${container} ended:\n${text}`);
      return null;
    });
  }

  async state(container: string): Promise<string> {
    return (await this.docker("inspect", "-f", "{{.State.Status}}", container)).trim();
  }

  /** The exit code of a container that ends by itself. */
  async exitCode(container: string): Promise<number> {
    await eventually(
      `the end of ${container}`,
      async () => await this.state(container) === "exited" ? true : null,
    );
    return Number(await this.docker("inspect", "-f", "{{.State.ExitCode}}", container));
  }

  projectName(name: string): string {
    return `ottlatest${name}`;
  }

  /** A compose project of these files; `up`, `down -v` and so on. */
  project(name: string, files: readonly string[]): (...args: string[]) => Promise<string> {
    const which = ["-p", this.projectName(name), ...files.flatMap((it) => ["-f", it])];
    const base = [...this.composeCommand, ...which];
    this.#projects.push(base);
    return async (...args) => {
      const result = await run([...base, ...args], { seconds: 120 });
      if (result.code !== 0) throw new Error(`compose ${args.join(" ")}: ${result.stderr}`);
      return result.stdout + result.stderr;
    };
  }

  async cleanUp(): Promise<void> {
    for (const base of this.#projects.splice(0)) {
      await run([...base, "down", "-v", "--remove-orphans", "-t", "5"]);
    }
    for (const name of this.#containers.splice(0)) await run(["docker", "rm", "-f", "-v", name]);
  }
}
