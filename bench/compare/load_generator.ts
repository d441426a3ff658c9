/** The load generator in C: compiled when it is needed, one JSON object per run. */
import { run } from "../../tests/interop/harness/command.ts";

const SOURCES = new URL("../load", import.meta.url).pathname;

export interface LoadResult {
  readonly requests: number;
  /** Bytes of record batches. */
  readonly bytes: number;
  readonly seconds: number;
  readonly requestsPerSecond: number;
  readonly megabytesPerSecond: number;
  readonly p50us: number;
  readonly p99us: number;
  readonly ownCpuSeconds: number;
}

export class LoadGenerator {
  constructor(readonly program: string) {}

  /** Compiles it into `directory`. @returns null where there is no gcc. */
  static async compile(directory: string): Promise<LoadGenerator | null> {
    const sources = [...Deno.readDirSync(SOURCES)].map(({ name }) => `${SOURCES}/${name}`)
      .filter((path) => path.endsWith(".c"));
    const program = `${directory}/load`;
    try {
      const { code, err } = await run("gcc", ["-O2", "-o", program, ...sources]);
      if (code !== 0) throw new Error(`gcc: ${err}`);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return null;
      throw error;
    }
    return new LoadGenerator(program);
  }

  /** @param args As at the head of `load.c`. */
  async run(args: readonly (string | number)[]): Promise<LoadResult> {
    const { code, out, err } = await run(this.program, args.map(String), { timeoutMs: 300_000 });
    if (code !== 0) throw new Error(`load ${args.slice(0, 8).join(" ")}: ${err.trim() || code}`);
    return JSON.parse(out);
  }
}
