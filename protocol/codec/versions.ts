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
  const match = /^(\d+)(\+|-(\d+))?$/.exec(text);
  if (match === null) throw new SyntaxError(`Not a version range: ${text}`);
  const min = Number(match[1]);
  if (match[2] === undefined) return { min, max: min };
  return { min, max: match[2] === "+" ? Infinity : Number(match[3]) };
}

/** Whether `version` lies in `range`. */
export function includesVersion(range: VersionRange, version: number): boolean {
  return version >= range.min && version <= range.max;
}
