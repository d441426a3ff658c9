/** Floating-point numbers as Java prints them: `1.0`, `1.5E10`, `-0.0`, `NaN`. */

export function formatDouble(value: number): string {
  return formatDigits(value, (precision) => Number(value.toPrecision(precision)) === value, 17);
}

/** @param value of single precision */
export function formatFloat(value: number): string {
  const same = (precision: number) => Math.fround(Number(value.toPrecision(precision))) === value;
  return formatDigits(value, same, 9);
}

function formatDigits(value: number, isExact: (precision: number) => boolean, max: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "Infinity" : "-Infinity";
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  let precision = 1;
  while (precision < max && !isExact(precision)) precision++;
  const [mantissa, exponentText] = value.toExponential(precision - 1).split("e");
  const exponent = Number(exponentText);
  if (exponent < -3 || exponent >= 7) {
    return `${mantissa.includes(".") ? mantissa : `${mantissa}.0`}E${exponent}`;
  }
  const plain = Number(`${mantissa}e${exponent}`).toFixed(Math.max(1, precision - 1 - exponent));
  return plain;
}
