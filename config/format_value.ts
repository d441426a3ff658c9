/** Values as text, the way Kafka prints them in DescribeConfigs and in error messages. */
import type { SettingType } from "./declaration.ts";

/** Null stays null; a password is `[hidden]`; a list is joined with commas. */
export function formatValue(type: SettingType, value: unknown): string | null {
  if (value === null) return null;
  if (type === "double") return formatDouble(value as number);
  if (type === "list") return (value as readonly string[]).join(",");
  return String(value);
}

/** As Java prints a double: at least one digit after the point, `E` notation below 10^-3 and from 10^7 on. */
export function formatDouble(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "Infinity" : "-Infinity";
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e7) {
    const text = String(value);
    return text.includes(".") ? text : `${text}.0`;
  }
  const [digits, exponent] = value.toExponential().split("e") as [string, string];
  return `${digits.includes(".") ? digits : `${digits}.0`}E${Number(exponent)}`;
}
