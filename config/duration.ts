/** Durations as ISO 8601 writes them and Java reads them: days, hours, minutes, seconds. */

const FORM =
  /^([+-]?)P(?=.)(?:([+-]?\d+)D)?(?:T(?=.)(?:([+-]?\d+)H)?(?:([+-]?\d+)M)?(?:([+-]?)(\d+)(?:[.,](\d{0,9}))?S)?)?$/i;

/** Milliseconds, or null where the text is no duration. `P1DT2H3M4.5S` is 93784500. */
export function parseDurationMs(text: string): number | null {
  const parts = FORM.exec(text);
  if (parts === null) return null;
  const [
    ,
    sign,
    days = "0",
    hours = "0",
    minutes = "0",
    secondsSign,
    seconds = "0",
    fraction = "",
  ] = parts;
  const secondsMs = Number(seconds) * 1000 + Math.floor(Number(`0.${fraction || "0"}`) * 1000);
  const total = Number(days) * 86_400_000 + Number(hours) * 3_600_000 + Number(minutes) * 60_000 +
    (secondsSign === "-" ? -secondsMs : secondsMs);
  return sign === "-" ? -total : total;
}
