/** A container's variables. An empty one is as good as none: the image sets some so. */
import { EnvironmentError } from "./environment_error.ts";

export type Environment = { readonly [variable: string]: string | undefined };

/** The value of a variable, undefined where it is empty too. */
export function given(environment: Environment, name: string): string | undefined {
  return environment[name] || undefined;
}

/**
 * @param meaning what it should be set to, for whoever has to
 * @throws {EnvironmentError} Where it is not given.
 */
export function require(environment: Environment, name: string, meaning: string): void {
  if (given(environment, name) !== undefined) return;
  throw new EnvironmentError(`${name} is required. Set it to ${meaning}`);
}
