/** Flags of a server's start: Kafka's (`--override`, `-daemon`) and Ottla's own (`--role`, `--config`). */
import { ConfigError } from "../../config/config_error.ts";
import type { Flags } from "../options/flags.ts";
import { OptionError } from "../options/option_error.ts";
import { parseFlags } from "../options/parse_flags.ts";

export const SERVER_FLAGS = {
  "role": {
    value: "broker|coordinator|broker,coordinator",
    help: "What this process is (process.roles); both if neither flag nor file says.",
  },
  "config": { value: "file", help: "Properties file, Kafka's server.properties for one." },
  "override": {
    value: "key=value",
    help: "A setting that goes before file and environment. May be repeated.",
  },
  "help": { help: "Print this." },
  "version": { help: "Print the version." },
  // Of Kafka's scripts. The process stays in the foreground: what runs it knows how to put it elsewhere.
  "daemon": { help: "Ignored, with a notice.", hidden: true },
  "name": { value: "name", help: "Ignored.", hidden: true },
  "loggc": { help: "Ignored.", hidden: true },
} as const satisfies Flags;

export interface ServerCommand {
  /** Null if none was named. */
  readonly file: string | null;
  /** What flags say; goes before everything else. */
  readonly overrides: ReadonlyMap<string, string>;
  readonly wants: "start" | "help" | "version";
  readonly isDaemon: boolean;
  /** Whatever is no flag. */
  readonly words: readonly string[];
}

const ROLES = ["broker", "coordinator", "controller"];

/** @throws {OptionError | ConfigError} */
export function parseServerFlags(args: readonly string[]): ServerCommand {
  const options = parseFlags(SERVER_FLAGS, args);
  const overrides = new Map<string, string>();
  for (const text of options.values("override")) {
    const equals = text.indexOf("=");
    if (equals <= 0) throw new OptionError(`Invalid command line property: ${text}`);
    overrides.set(text.slice(0, equals), text.slice(equals + 1));
  }
  if (options.has("role")) overrides.set("process.roles", parseRoles(options.values("role")));
  return {
    file: options.value("config") ?? null,
    overrides,
    wants: options.has("help") ? "help" : options.has("version") ? "version" : "start",
    isDaemon: options.has("daemon"),
    words: options.words,
  };
}

function parseRoles(texts: readonly string[]): string {
  const roles = texts.flatMap((text) => text.split(",")).map((role) => role.trim());
  const wrong = roles.find((role) => !ROLES.includes(role));
  if (wrong !== undefined) {
    throw new ConfigError(
      `Invalid value ${wrong} for --role (process.roles): ` +
        "It must be broker, coordinator, or both separated by a comma",
      "process.roles",
    );
  }
  return [...new Set(roles)].join(",");
}
