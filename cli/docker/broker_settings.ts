/**
 * The settings of a broker or controller in a container of the confluentinc/cp-kafka kind: what its variables say, with
 * that image's requirements and its defaults.
 */
import { environmentProperties, listenersFromAdvertised } from "../../config/environment.ts";
import { EnvironmentError } from "./environment_error.ts";
import { type Environment, given, require } from "./environment.ts";

export const DEFAULT_LOG_DIRS = "/var/lib/kafka/data";

export interface ImageSettings {
  readonly mode: "Zookeeper" | "KRaft";
  /** What becomes kafka.properties, sorted by name. */
  readonly properties: ReadonlyMap<string, string>;
}

/** Variables of the time before listeners. */
const DEPRECATED = [
  "KAFKA_ADVERTISED_PORT",
  "KAFKA_ADVERTISED_HOST",
  "KAFKA_HOST",
  "KAFKA_PORT",
] as const;

/** @throws {EnvironmentError} */
export function brokerSettings(environment: Environment): ImageSettings {
  const roles = given(environment, "KAFKA_PROCESS_ROLES");
  const isController = roles === "controller";
  if (roles === undefined) {
    require(
      environment,
      "KAFKA_ZOOKEEPER_CONNECT",
      "the address of the coordinator, zookeeper:2181",
    );
  } else {
    require(
      environment,
      "CLUSTER_ID",
      "what `kafka-storage random-uuid` prints, once for the cluster",
    );
  }
  if (!isController) {
    require(
      environment,
      "KAFKA_ADVERTISED_LISTENERS",
      "where clients reach this broker, PLAINTEXT://localhost:9092",
    );
  } else if (given(environment, "KAFKA_ADVERTISED_LISTENERS") !== undefined) {
    throw new EnvironmentError(
      "KAFKA_ADVERTISED_LISTENERS is not supported on a KRaft controller. Leave it out",
    );
  }
  refuseDeprecated(environment);
  const properties = environmentProperties(environment);
  if (!isController && given(environment, "KAFKA_LISTENERS") === undefined) {
    properties.set("listeners", listenersFromAdvertised(environment.KAFKA_ADVERTISED_LISTENERS!));
  }
  if (given(environment, "KAFKA_LOG_DIRS") === undefined) {
    properties.set("log.dirs", DEFAULT_LOG_DIRS);
  }
  return { mode: roles === undefined ? "Zookeeper" : "KRaft", properties: sorted(properties) };
}

/** Kubernetes gives a container variables like these for a service called `kafka`; those are not meant. */
function refuseDeprecated(environment: Environment): void {
  for (const name of DEPRECATED) {
    const value = given(environment, name);
    if (value === undefined || value.startsWith("tcp://")) continue;
    throw new EnvironmentError(
      `${name} is deprecated. Please use KAFKA_ADVERTISED_LISTENERS instead.`,
    );
  }
}

export function sorted(properties: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...properties].sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0));
}
