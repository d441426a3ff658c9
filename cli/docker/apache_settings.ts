/**
 * The settings of a container of the apache/kafka kind: a mounted server.properties with the variables after it, or the
 * default file where there is neither.
 */
import { environmentProperties, listenersFromAdvertised } from "../../config/environment.ts";
import { type Environment, given } from "./environment.ts";
import { sorted } from "./broker_settings.ts";

/** @param mounted what stands in /mnt/shared/config/server.properties, null without that file */
export function apacheSettings(
  environment: Environment,
  mounted: ReadonlyMap<string, string> | null,
  defaults: () => Promise<ReadonlyMap<string, string>>,
): Promise<ReadonlyMap<string, string>> {
  const variables = environmentProperties(withoutEmpty(environment), "apache");
  if (mounted === null && variables.size === 0) return defaults();
  const settings = new Map([...mounted ?? [], ...variables]);
  const advertised = settings.get("advertised.listeners");
  if (!settings.get("listeners") && advertised) {
    settings.set("listeners", listenersFromAdvertised(advertised));
  }
  return Promise.resolve(sorted(settings));
}

/** This image sets some variables of the other kind, empty. */
function withoutEmpty(environment: Environment): Environment {
  return Object.fromEntries(
    Object.keys(environment).filter((name) => given(environment, name) !== undefined)
      .map((name) => [name, environment[name]]),
  );
}
