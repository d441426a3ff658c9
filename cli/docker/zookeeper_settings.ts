/** The settings of the service `zookeeper`: variables of cp-zookeeper or bitnami/zookeeper as a zookeeper.properties. */
import { EnvironmentError } from "./environment_error.ts";
import { type Environment, given } from "./environment.ts";

/** @throws {EnvironmentError} */
export function zooKeeperSettings(environment: Environment): Map<string, string> {
  const port = given(environment, "ZOOKEEPER_CLIENT_PORT") ??
    given(environment, "ZOOKEEPER_SECURE_CLIENT_PORT");
  if (port === undefined && isBitnami(environment)) return bitnamiZooKeeper(environment);
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

function isBitnami(environment: Environment): boolean {
  return Object.keys(environment).some((it) =>
    it === "ALLOW_ANONYMOUS_LOGIN" || it.startsWith("ZOO_")
  );
}

/** Other settings are a ZooKeeper's own business, and the servers of an ensemble need not know each other here. */
function bitnamiZooKeeper(environment: Environment): Map<string, string> {
  return new Map([
    ["dataDir", "/bitnami/zookeeper/data"],
    ["clientPort", given(environment, "ZOO_PORT_NUMBER") ?? "2181"],
  ]);
}

function camelCase(name: string): string {
  return name.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}
