import type { AnyField } from "./field.ts";
import { ZERO_UUID } from "../uuid.ts";

/** Source text of the field's default, fresh where its receiver could change it. `EMPTY` is in scope where it runs. */
export function defaultSource({ kind, options, fields }: AnyField): string {
  if (options.default !== undefined) {
    if (typeof options.default === "bigint") return `${options.default}n`;
    return JSON.stringify(options.default);
  }
  switch (kind) {
    case "bool":
      return "false";
    case "int64":
      return "0n";
    case "uuid":
      return JSON.stringify(ZERO_UUID);
    case "string":
      return `""`;
    case "bytes":
    case "records":
      return "EMPTY";
    case "array":
      return "[]";
    case "struct": {
      const parts = Object.entries(fields!).map(([name, field]) =>
        `${name}: ${defaultSource(field)}`
      );
      return `({ ${parts.join(", ")} })`;
    }
    default:
      return "0";
  }
}

/** Source text of a condition: `x`, which is not undefined, differs from the field's default. */
export function differsFromDefaultSource(x: string, field: AnyField): string {
  const { kind, options, fields } = field;
  const isPlain = kind !== "array" && kind !== "struct" && kind !== "bytes" && kind !== "records";
  if (isPlain || options.default === null) return `${x} !== ${defaultSource(field)}`;
  if (kind !== "struct") return `(${x} === null || ${x}.length > 0)`;
  const parts = Object.entries(fields!).map(([name, inner]) =>
    `${x}.${name} !== undefined && ${differsFromDefaultSource(`${x}.${name}`, inner)}`
  );
  return `(${[`${x} === null`, `${x}.unknownTags !== undefined`, ...parts].join(" || ")})`;
}
