/** What the name of a file says. */
import { CorruptFileError } from "../../storage/errors.ts";

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** From the last dot on; the whole name if it has none. */
export function suffixOf(path: string): string {
  const name = baseName(path);
  return name.slice(Math.max(0, name.lastIndexOf(".")));
}

/** The path of another file of the same segment. */
export function siblingOf(path: string, suffix: string): string {
  const name = baseName(path);
  return path.slice(0, path.length - name.length) + name.split(".", 1)[0] + suffix;
}

/**
 * The offset that starts the name.
 *
 * @throws {CorruptFileError} If none does.
 */
export function offsetOfFile(path: string): bigint {
  const [text] = baseName(path).split(".", 1);
  if (!/^\d{1,20}$/.test(text)) {
    throw new CorruptFileError(path, `the name starts with "${text}", which is no offset`);
  }
  return BigInt(text);
}
