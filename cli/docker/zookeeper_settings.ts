/** The settings of the service `zookeeper`: variables of confluentinc/cp-zookeeper as a zookeeper.properties. */
import { EnvironmentError } from "./environment_error.ts";
import { type Environment, given } from "./environment.ts";

/** @throws {EnvironmentError} */
export function zooKeeperSettings(environment: Environment): Map<string, string> {
  const port = given(environment, "ZOOKEEPER_CLIENT_PORT") ??
    given(environment, "ZOOKEEPER_SECURE_CLIENT_PORT");
  if (port === undefined) {
    throw new EnvironmentError(
      "ZOOKEEPER_CLIENT_PORT is required. Set it to the port that brokers connect to, 2181",
    );
  }
  const settings = new Map([
    ["dataDir", "/var/lib/zookeeper/data"],
    ["dataLogDir", "/var/lib/zookeeper/log"],
  ]);
  for (const [variable, value] of Object.entries(environment)) {
    const name = /^ZOOKEEPER_(.+)$/.exec(variable)?.[1];
    if (name === undefined || name === "SERVERS" || name === "SERVER_ID" || !value) continue;
    settings.set(camelCase(name), value);
  }
  (given(environment, "ZOOKEEPER_SERVERS") ?? "").split(";").filter((it) => it.trim() !== "")
    .forEach((server, index) => settings.set(`server.${index + 1}`, server.trim()));
  return settings.set("clientPort", port);
}

function camelCase(name: string): string {
  return name.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}
