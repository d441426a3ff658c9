/** A variable of the container that is missing or makes no sense: one line that names it and what to do. */
export class EnvironmentError extends Error {
  override name = "EnvironmentError";
}
