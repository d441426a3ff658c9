/** Text files that flags name. */
import { ConfigError } from "../config/config_error.ts";
import { type Runtime, RuntimeError } from "../runtime/runtime.ts";
import { OptionError } from "./options/option_error.ts";

/** @throws {ConfigError} Starting with the path, if there is no such file or it can't be read. */
export async function readTextAt(runtime: Runtime, path: string): Promise<string> {
  return new TextDecoder().decode(await readBytesAt(runtime, path));
}

/**
 * {@linkcode readTextAt} for files that say what a tool is to do.
 *
 * @throws {OptionError} In one line, whatever the reason.
 */
export async function readPlanAt({ disk }: Pick<Runtime, "disk">, path: string): Promise<string> {
  try {
    return new TextDecoder().decode(await disk.readFile(path));
  } catch (error) {
    if (!(error instanceof RuntimeError)) throw error;
    throw new OptionError(`Unable to read file ${path}`);
  }
}

/** @throws {ConfigError} As {@linkcode readTextAt}. */
export async function readBytesAt(runtime: Runtime, path: string): Promise<Uint8Array> {
  try {
    return await runtime.disk.readFile(path);
  } catch (error) {
    if (!(error instanceof RuntimeError)) throw error;
    const why = error.code === "not-found" ? "no such file" : error.message;
    throw new ConfigError(`${path}: ${why}`);
  }
}
