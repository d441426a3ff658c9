/**
 * Who a node is and where it listens: roles, id, listeners, quorum, directories, worked out of its settings the way
 * Kafka does at start (4.3's way, where the lines differ). Whether it all fits together: `node_checks.ts`.
 */
import { parseHostPort, parseVoter } from "./address.ts";
import type { HostPort, Voter } from "./address.ts";
import type { BrokerValues } from "./broker_values.ts";
import { ConfigError, invalidValue } from "./config_error.ts";
import {
  type Endpoint,
  parseProtocolMap,
  resolveListeners,
  type SecurityProtocol,
} from "./listener.ts";

export interface NodeLayout {
  readonly id: number;
  readonly isBroker: boolean;
  /** The role that Ottla also calls coordinator. */
  readonly isController: boolean;
  readonly rack: string | null;
  /** All listeners of the node, in the order of the file; an empty host means every interface. */
  readonly listeners: readonly Endpoint[];
  readonly brokerListeners: readonly Endpoint[];
  readonly controllerListeners: readonly Endpoint[];
  /** Names under which controllers are reached; brokers use the first. */
  readonly controllerListenerNames: readonly string[];
  /** Of the first controller listener, also on nodes that have none. */
  readonly controllerSecurityProtocol: SecurityProtocol;
  /** What clients and other brokers are told; an empty host stands for the machine's own name. */
  readonly advertisedListeners: readonly Endpoint[];
  /** What other nodes are told about this controller; an empty host stands for the machine's own name. */
  readonly advertisedControllerListeners: readonly Endpoint[];
  readonly interBrokerListenerName: string;
  readonly interBrokerSecurityProtocol: SecurityProtocol;
  /** Listeners that accept before the node is ready. */
  readonly earlyStartListeners: readonly string[];
  readonly protocolMap: ReadonlyMap<string, SecurityProtocol>;
  /** Static voters; empty in a dynamic quorum. */
  readonly voters: readonly Voter[];
  readonly bootstrapServers: readonly HostPort[];
  readonly logDirs: readonly string[];
  readonly metadataLogDir: string;
}

/** @throws {ConfigError} */
export function layOutNode(values: BrokerValues): NodeLayout {
  const roles = values.get("process.roles");
  const isBroker = roles.includes("broker");
  const isController = roles.includes("controller");
  const id = values.get("node.id");
  const controllerListenerNames = values.get("controller.listener.names");
  const isForControllers = (it: Endpoint) => controllerListenerNames.includes(it.name);

  const protocolMap = effectiveProtocolMap(values, controllerListenerNames);
  const listeners = resolveListeners("listeners", values.get("listeners"), protocolMap);
  const controllerListeners = listeners.filter(isForControllers);
  const brokerListeners = listeners.filter((it) => !isForControllers(it));

  const advertised = values.get("advertised.listeners");
  const told = advertised === null
    ? brokerListeners
    : resolveListeners("advertised.listeners", advertised, protocolMap);
  const advertisedListeners = told.filter((it) => !isForControllers(it));
  const advertisedControllerListeners = controllerListeners.map((listener) => {
    const host = listener.host === "0.0.0.0" ? "" : listener.host;
    return told.find((it) => it.name === listener.name) ?? { ...listener, host };
  });
  const quorum = readQuorum(values);
  const interBroker = isBroker
    ? interBrokerListener(values, protocolMap)
    : NO_INTER_BROKER_LISTENER;
  const logDirs = values.get("log.dirs") ?? values.get("log.dir");

  return {
    id,
    isBroker,
    isController,
    rack: values.get("broker.rack"),
    listeners,
    brokerListeners,
    controllerListeners,
    controllerListenerNames,
    controllerSecurityProtocol: protocolMap.get(controllerListenerNames[0]!) ?? "PLAINTEXT",
    advertisedListeners,
    advertisedControllerListeners,
    interBrokerListenerName: interBroker.name,
    interBrokerSecurityProtocol: interBroker.protocol,
    earlyStartListeners: earlyStartListeners(values, listeners, controllerListeners),
    protocolMap,
    ...quorum,
    logDirs,
    metadataLogDir: values.get("metadata.log.dir") ?? logDirs[0]!,
  };
}

/**
 * Without a map of its own a node maps its controller listeners to PLAINTEXT, unless a listener is called after another
 * protocol: then one must say what is meant.
 */
function effectiveProtocolMap(
  values: BrokerValues,
  controllerListenerNames: readonly string[],
): Map<string, SecurityProtocol> {
  const map = parseProtocolMap(values.get("listener.security.protocol.map"));
  const listenerNames = values.get("listeners").map((it) => it.split(":")[0]!.toUpperCase());
  const isSecured = (name: string) => ["SSL", "SASL_PLAINTEXT", "SASL_SSL"].includes(name);
  if (
    values.source("listener.security.protocol.map") === "default" &&
    !controllerListenerNames.some(isSecured) &&
    !listenerNames.some(isSecured)
  ) {
    for (const name of controllerListenerNames) map.set(name, "PLAINTEXT");
  }
  return map;
}

/** Of a controller, which has no other brokers to talk to as one. */
const NO_INTER_BROKER_LISTENER = { name: "PLAINTEXT", protocol: "PLAINTEXT" } as const;

function interBrokerListener(
  values: BrokerValues,
  protocolMap: ReadonlyMap<string, SecurityProtocol>,
): { name: string; protocol: SecurityProtocol } {
  const key = "inter.broker.listener.name";
  const given = values.get(key);
  if (given === null) {
    const protocol = values.get("security.inter.broker.protocol") as SecurityProtocol;
    return { name: protocol, protocol };
  }
  if (values.source("security.inter.broker.protocol") !== "default") {
    throw invalidValue(
      key,
      given,
      "Only one of inter.broker.listener.name and security.inter.broker.protocol should be set",
    );
  }
  const name = given.toUpperCase();
  const protocol = protocolMap.get(name);
  if (protocol === undefined) {
    throw invalidValue(key, given, "Listener name not found in listener.security.protocol.map");
  }
  return { name, protocol };
}

function readQuorum(values: BrokerValues) {
  // The entries were checked when they were read.
  const voters = values.get("controller.quorum.voters").map((it) => parseVoter(it) as Voter);
  const bootstrapServers = values.get("controller.quorum.bootstrap.servers")
    .map((it) => parseHostPort(it)!);
  if (voters.length === 0 && bootstrapServers.length === 0) {
    throw new ConfigError(
      "Missing configuration: controller.quorum.voters (id@host:port,...) or controller.quorum.bootstrap.servers (host:port,...) must name the controllers",
      "controller.quorum.voters",
    );
  }
  return { voters, bootstrapServers };
}

function earlyStartListeners(
  values: BrokerValues,
  listeners: readonly Endpoint[],
  controllerListeners: readonly Endpoint[],
): readonly string[] {
  const key = "early.start.listeners";
  const given = values.get(key)?.map((it) => it.toUpperCase());
  if (given === undefined) return controllerListeners.map((it) => it.name);
  const known = [...listeners.map((it) => it.name), ...values.get("controller.listener.names")];
  const stray = given.find((name) => !known.includes(name));
  if (stray !== undefined) {
    throw invalidValue(key, stray, `Listener must be one of: ${known.join(", ")}`);
  }
  return given;
}
