/** The machine's time zone. */
import fs from "node:fs";
import process from "node:process";

const UTC = /^:?(?:.*zoneinfo\/)?(?:Etc\/)?(?:UTC|UCT|Zulu|Universal)$/;

/** Containers run on UTC. Asking a `Date` for it loads the time zone library, which takes Bun 8 ms of its start. */
const isUtc = zoneIsUtc();

/** How far local time is ahead of UTC at that moment, in milliseconds. */
export function localOffsetMs(timeMs: number): number {
  return isUtc ? 0 : -new Date(timeMs).getTimezoneOffset() * 60_000;
}

function zoneIsUtc(): boolean {
  const named = process.env.TZ;
  if (named !== undefined) return UTC.test(named);
  try {
    return UTC.test(fs.readlinkSync("/etc/localtime"));
  } catch (error) {
    // Linux without that file is on UTC; a file that is no link tells nothing.
    return process.platform === "linux" && (error as { code?: string }).code === "ENOENT";
  }
}
