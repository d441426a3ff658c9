import { ApiError, errorMessage, Errors } from "../../protocol/errors.ts";

/** The error of one item in an answer, or null. */
export function itemError(errorCode: number, message?: string | null): ApiError | null {
  if (errorCode === Errors.NONE) return null;
  return new ApiError(errorCode, message || errorMessage(errorCode));
}

/** An error of any item that concerns the whole request, so that it is to be sent again: the controller moved. */
export function sharedErrorCode(items: readonly { readonly errorCode: number }[]): number {
  const moved = items.some(({ errorCode }) => errorCode === Errors.NOT_CONTROLLER);
  return moved ? Errors.NOT_CONTROLLER : Errors.NONE;
}

/** Brings the answers into the order of the names they were asked for with; unknown ones come last. */
export function inOrderOf<T extends { readonly name: string }>(
  names: readonly string[],
  answers: readonly T[],
): T[] {
  const place = new Map(names.map((name, i) => [name, i]));
  const placeOf = ({ name }: T) => place.get(name) ?? names.length;
  return [...answers].sort((a, b) => placeOf(a) - placeOf(b));
}
