/** A range of versions, both ends included; `max` is Infinity for `"7+"`. An empty range has `max < min`. */
export interface VersionRange {
  readonly min: number;
  readonly max: number;
}

const NONE: VersionRange = { min: 0, max: -1 };

/**
 * Parses `"4-18"`, `"7+"`, `"3"` and `"none"`, as Kafka's message schemas write versions.
 *
 * @throws {SyntaxError} For any other text: a declaration is wrong.
 */
export function parseVersions(text: string): VersionRange {
  if (text === "none") return NONE;
  const isOpen = text.endsWith("+");
  const dash = text.indexOf("-");
  const low = isOpen ? text.slice(0, -1) : dash < 0 ? text : text.slice(0, dash);
  const min = natural(low);
  const max = isOpen ? Infinity : dash < 0 ? min : natural(text.slice(dash + 1));
  if (!(max >= min)) throw new SyntaxError(`Not a version range: ${text}`);
  return { min, max };
}

function natural(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : NaN;
}

/** Whether `version` lies in `range`. */
export function includesVersion(range: VersionRange, version: number): boolean {
  return version >= range.min && version <= range.max;
}
