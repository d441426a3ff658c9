/** A record's content as text. */
import type { LogRecord } from "../../protocol/records/record.ts";

/** Null for what is not shown. */
export interface MessageText {
  readonly key: string | null;
  readonly payload: string | null;
}

export type ParseMessage = (record: LogRecord) => MessageText;
