/** Other processes of this machine that run this program: from `/proc` where that is, else from `ps`. */
import fs from "node:fs";
import process from "node:process";
import type { OtherProcess } from "../runtime.ts";
import { toRuntimeError } from "./errors.ts";
import { programName } from "./program_name.ts";

/** A process as the system tells of it. */
export interface SystemProcess {
  readonly id: number;
  /** The file that it runs; null where the system does not tell. */
  readonly executable: string | null;
  /** `argv`, with the name it was started under. */
  readonly words: readonly string[];
  readonly directory: string | null;
}

/** What a process must run to be one of this program. */
export interface Program {
  readonly executable: string;
  /** The script that `deno run` or `bun run` was given; null for an executable of its own. */
  readonly script: string | null;
}

/** What the executables of releases and images are called. */
const RELEASED_AS = "ottla";

/** A keyword in each: all that follows a `=` is a title in POSIX, and so on macOS. */
export const PS_ARGUMENTS = ["axww", "-o", "pid=", "-o", "command="];

/** @throws {RuntimeError} Where the system does not tell of its processes. */
export function ownProcesses(program: Program): OtherProcess[] {
  return systemProcesses()
    .filter(({ id }) => id !== process.pid)
    .flatMap((other) => asOwnProcess(other, program) ?? []);
}

/** Null if it runs something else. */
export function asOwnProcess(
  { id, executable, words, directory }: SystemProcess,
  program: Program,
): OtherProcess | null {
  const [argv0 = "", ...args] = words;
  const file = fileName(executable ?? argv0);
  if (file === RELEASED_AS || program.script === null && file === fileName(program.executable)) {
    return { id, name: programName(argv0, "", true), args, directory };
  }
  if (program.script === null || file !== fileName(program.executable)) return null;
  const at = words.findIndex((word) => absolute(word, directory) === program.script);
  if (at < 0) return null;
  return { id, name: programName("", words[at], false), args: words.slice(at + 1), directory };
}

function systemProcesses(): SystemProcess[] {
  return fs.existsSync("/proc/self/cmdline") ? fromProc() : fromPs();
}

function fromProc(): SystemProcess[] {
  const here = link("/proc/self/ns/pid");
  return fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    // Those in containers are seen from outside, and are another machine's all the same.
    if ((link(`/proc/${name}/ns/pid`) ?? here) !== here) return [];
    let cmdline: string;
    try {
      cmdline = fs.readFileSync(`/proc/${name}/cmdline`, "utf8");
    } catch {
      // It has ended meanwhile.
      return [];
    }
    return [{
      id: Number(name),
      // The file may have been replaced since the start.
      executable: link(`/proc/${name}/exe`)?.replace(/ \(deleted\)$/, "") ?? null,
      words: cmdline.replace(/\0$/, "").split("\0"),
      directory: link(`/proc/${name}/cwd`),
    }];
  });
}

/** Where the link leads; null if that is only for other users to know. */
function link(path: string): string | null {
  try {
    return fs.readlinkSync(path);
  } catch {
    return null;
  }
}

/** Words with spaces in them come apart, and nobody tells the directory. @throws {RuntimeError} Without a `ps`. */
export function fromPs(): SystemProcess[] {
  let text: string;
  try {
    // Not imported: only this needs it.
    const { execFileSync } = process.getBuiltinModule("node:child_process");
    text = execFileSync("ps", PS_ARGUMENTS, { encoding: "utf8" });
  } catch (error) {
    throw toRuntimeError(error, "list processes");
  }
  return parsePs(text).map((it) => ({ ...it, executable: executableOf(it.words[0]) }));
}

/** The file behind `argv[0]`, which may be a link named after a tool; null if that can't be said. */
function executableOf(argv0: string): string | null {
  const folders = argv0.includes("/") ? [] : (process.env.PATH ?? "").split(":");
  const paths = argv0.startsWith("/") ? [argv0] : folders.map((folder) => `${folder}/${argv0}`);
  for (const path of paths) {
    try {
      return fs.realpathSync(path);
    } catch {
      // Not there.
    }
  }
  return null;
}

/** Lines of a process id and a command. */
export function parsePs(text: string): SystemProcess[] {
  return text.split("\n").flatMap((line) => {
    const [id, ...words] = line.trim().split(/\s+/);
    if (words.length === 0) return [];
    return [{ id: Number(id), executable: null, words, directory: null }];
  });
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Without `.` and `..`, which shells leave out of what they complete. */
function absolute(path: string, directory: string | null): string {
  return path.startsWith("/") || directory === null
    ? path
    : `${directory}/${path.replace(/^\.\//, "")}`;
}
