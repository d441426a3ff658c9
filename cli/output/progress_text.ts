/** What a progress bar says: `Sending records [=====>     ]  52%  520000/1000000  104000/s  0:04 left`. */

export interface ProgressState {
  readonly what: string;
  readonly unit: "count" | "bytes";
  readonly done: number;
  /** Null where nobody knows it. */
  readonly total: number | null;
  readonly elapsedMs: number;
}

const WIDEST_BAR = 40;
/** A narrower one says nothing. */
const NARROWEST_BAR = 8;
const UNITS = ["bytes", "kB", "MB", "GB", "TB"] as const;

/** One line that is narrower than `columns`. */
export function progressText(state: ProgressState, columns: number): string {
  const { what, total, done } = state;
  if (total === null) return cut([what, ...figures(state)].join("  "), columns - 1);
  return barText(what, done, total, figures(state), columns);
}

/** `Completed [=====>     ]  52%  13/25`: how much is done of what others do. */
export function shareText(what: string, done: number, total: number, columns: number): string {
  return barText(what, done, total, [`${done}/${total}`], columns);
}

function barText(
  what: string,
  done: number,
  total: number,
  figures: readonly string[],
  columns: number,
): string {
  const width = columns - 1;
  const share = total <= 0 ? 1 : Math.min(1, Math.max(0, done / total));
  const percent = `${Math.floor(share * 100)}%`.padStart(4);
  const tail = [percent, ...figures].join("  ");
  const room = Math.min(WIDEST_BAR, width - what.length - tail.length - " [] ".length);
  if (room < NARROWEST_BAR) return cut(`${what} ${tail}`, width);
  return `${what} [${bar(share, room)}] ${tail}`;
}

function bar(share: number, width: number): string {
  const filled = Math.floor(share * width);
  const head = filled < width ? ">" : "";
  return ("=".repeat(filled) + head).padEnd(width);
}

/** How much is done, how fast, and for how long still; or for how long so far, where there is no end in sight. */
function figures({ done, total, unit, elapsedMs }: ProgressState): string[] {
  const perSecond = elapsedMs > 0 ? done / elapsedMs * 1000 : 0;
  const whole = Math.floor(done);
  if (total === null) {
    if (whole === 0) return [duration(elapsedMs)];
    const amount = unit === "bytes" ? bytesText(done) : `${whole}`;
    return [amount, rateText(perSecond, unit), duration(elapsedMs)];
  }
  const amount = unit === "bytes"
    ? `${bytesText(done)} of ${bytesText(total)}`
    : `${whole}/${total}`;
  const left = perSecond > 0 ? `${duration((total - done) / perSecond * 1000)} left` : "";
  return [amount, rateText(perSecond, unit), left].filter((text) => text !== "");
}

function rateText(perSecond: number, unit: ProgressState["unit"]): string {
  if (unit === "bytes") return `${bytesText(perSecond)}/s`;
  return `${perSecond < 10 ? perSecond.toFixed(1) : Math.round(perSecond)}/s`;
}

function bytesText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`;
}

/** `0:04`, `12:00`, `1:00:00`. */
function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const two = (value: number) => String(value).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

function cut(text: string, width: number): string {
  return text.slice(0, Math.max(0, width));
}
