/** The name the program was started under. */

/**
 * An executable that `deno compile` or `bun build --compile` made is named by its `argv[0]`, so a symbolic link
 * `kafka-topics.sh` to it gives `kafka-topics`; under `deno run` and `bun run` the script's file names the program.
 */
export function programName(argv0: string, script: string, standalone: boolean): string {
  const path = standalone ? argv0 : script;
  const file = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  return file.replace(/(.)\.[^.]*$/, "$1");
}
