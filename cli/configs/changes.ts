/** What `--alter` is to change. */
import type { Runtime } from "../../runtime/runtime.ts";
import { readPropertiesAt } from "../client_settings.ts";
import type { ParsedOptions } from "../options/parsed_options.ts";
import { ConfigCommandError } from "./config_command_error.ts";
import type { ConfigsFlag } from "./flags.ts";

export interface Changes {
  readonly added: ReadonlyMap<string, string>;
  readonly deleted: readonly string[];
}

/** @throws {ConfigCommandError | ConfigError} */
export async function givenChanges(
  runtime: Runtime,
  options: ParsedOptions<ConfigsFlag>,
): Promise<Changes> {
  const path = options.value("add-config-file");
  const text = options.value("add-config");
  const added = path !== undefined
    ? await readPropertiesAt(runtime, path)
    : parseAdditions(text ?? "");
  const deleted = options.values("delete-config")
    .flatMap((list) => list.split(",")).map((key) => key.trim());
  for (const key of [...added.keys(), ...deleted]) {
    if (!/^[\w.-]*$/.test(key)) {
      throw new ConfigCommandError(`Invalid character found for config key: ${key}`);
    }
  }
  return { added, deleted };
}

/** Behind something that is not in brackets. */
const OUTSIDE = String.raw`(?=[^\]]*(?:\[|$))`;
const COMMA = new RegExp(`,${OUTSIDE}`);
const EQUALS = new RegExp(String.raw`\s*=\s*${OUTSIDE}`);

/**
 * `k1=v1,k2=[v1,v2]`: commas and equal signs within brackets belong to the value, brackets don't.
 *
 * @throws {ConfigCommandError}
 */
export function parseAdditions(text: string): Map<string, string> {
  if (text === "") return new Map();
  const pairs = text.replace(/,+$/, "").split(COMMA).map((part) => part.split(EQUALS));
  if (pairs.some((pair) => pair.length !== 2)) {
    throw new ConfigCommandError(
      'requirement failed: Invalid entity config: all configs to be added must be in the format "key=val" ' +
        'or  "key=[val1,val2]" to group values which contain commas.',
    );
  }
  return new Map(
    pairs.map(([key, value]) => [key.trim(), value.replaceAll(/[[\]]/g, "").trim()]),
  );
}
