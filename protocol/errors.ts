/** Kafka's errors by name and by code, from {@linkcode ERROR_TABLE}, and an error class that carries one. */
import { ERROR_TABLE, type ErrorRow } from "./error_table.ts";

export type ErrorName = keyof typeof ERROR_TABLE;

const ROWS = Object.entries(ERROR_TABLE) as [ErrorName, ErrorRow][];
const BY_CODE = new Map(ROWS.map(([name, row]) => [row.code, { name, ...row }]));

/** Codes by name: `Errors.NONE` is 0. */
export const Errors = Object.fromEntries(
  ROWS.map(([name, row]) => [name, row.code]),
) as { readonly [Name in ErrorName]: number };

/** Codes from other Kafkas that the table lacks count as UNKNOWN_SERVER_ERROR, as in Kafka's clients. */
function rowOf(code: number) {
  return BY_CODE.get(code) ?? BY_CODE.get(-1)!;
}

/** Name of the error, e.g. `NOT_CONTROLLER` of 41; `UNKNOWN_SERVER_ERROR` of codes that are not Kafka's. */
export function errorName(code: number): ErrorName {
  return rowOf(code).name;
}

/** The sentence that Kafka's answers and tools carry when nobody gave a better one. */
export function errorMessage(code: number): string {
  return rowOf(code).message;
}

/** Whether the same request may succeed later. */
export function isRetriable(code: number): boolean {
  return rowOf(code).retriable;
}

/**
 * Name of Kafka's exception without its package (`org.apache.kafka.common.errors`), as tools print it:
 * `GroupIdNotFoundException` of 69; empty of NONE.
 */
export function exceptionName(code: number): string {
  const { name, exception } = rowOf(code);
  if (exception !== undefined) return exception;
  return name.split("_").map((word) => word[0] + word.slice(1).toLowerCase()).join("") +
    "Exception";
}

/** A failure with the code that goes into the response. The message may go there too. */
export class ApiError extends Error {
  override name = "ApiError";

  constructor(readonly code: number, message: string = errorMessage(code), options?: ErrorOptions) {
    super(message, options);
  }

  get errorName(): ErrorName {
    return errorName(this.code);
  }

  get retriable(): boolean {
    return isRetriable(this.code);
  }
}
