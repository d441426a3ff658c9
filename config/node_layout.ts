/**
 * Who a node is and where it listens: roles, id, listeners, quorum, directories, worked out of its settings and checked
 * against each other the way Kafka does at start (4.3's rules, where the lines differ).
 */
import { parseHostPort, parseVoter } from "./address.ts";
import type { HostPort, Voter } from "./address.ts";
import type { BrokerValues } from "./broker_values.ts";
import { ConfigError } from "./config_error.ts";
import {
  checkDistinct,
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
  checkDistinct("listeners", listeners);
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
  const interBroker = interBrokerListener(values, protocolMap);
  const logDirs = values.get("log.dirs") ?? values.get("log.dir");

  const layout: NodeLayout = {
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
  checkRoles(layout);
  if (isBroker) {
    checkBroker(layout, told);
    checkInterBrokerMechanism(layout, values);
  }
  checkCordoned(values.get("cordoned.log.dirs"), logDirs);
  return layout;
}

const refuse = (key: string, value: unknown, reason: string) =>
  new ConfigError(`Invalid value ${value} for configuration ${key}: ${reason}`, key);

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
    throw refuse(
      key,
      given,
      "Only one of inter.broker.listener.name and security.inter.broker.protocol should be set",
    );
  }
  const name = given.toUpperCase();
  const protocol = protocolMap.get(name);
  if (protocol === undefined) {
    throw refuse(key, given, "Listener name not found in listener.security.protocol.map");
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
    throw refuse(key, stray, `Listener must be one of: ${known.join(", ")}`);
  }
  return given;
}

function checkRoles(layout: NodeLayout): void {
  const { id, isBroker, isController, voters, controllerListeners, brokerListeners } = layout;
  const voterIds = voters.map((it) => it.id).join(",");
  if (isController) {
    if (voters.length > 0 && !voters.some((voter) => voter.id === id)) {
      throw refuse(
        "controller.quorum.voters",
        voterIds,
        `With the controller role, node.id ${id} must be among the voters`,
      );
    }
    if (controllerListeners.length === 0) {
      throw refuse(
        "controller.listener.names",
        layout.controllerListenerNames.join(","),
        "With the controller role, at least one must be among the listeners",
      );
    }
    if (!isBroker && brokerListeners.length > 0) {
      throw refuse(
        "listeners",
        brokerListeners[0]!.name,
        "With the controller role alone, only listeners of controller.listener.names are allowed",
      );
    }
    return;
  }
  if (voters.some((voter) => voter.id === id)) {
    throw refuse(
      "controller.quorum.voters",
      voterIds,
      `With the broker role alone, node.id ${id} must not be among the voters`,
    );
  }
  if (controllerListeners.length > 0) {
    throw refuse(
      "listeners",
      controllerListeners[0]!.name,
      "With the broker role alone, no listener of controller.listener.names is allowed",
    );
  }
}

function checkBroker(layout: NodeLayout, told: readonly Endpoint[]): void {
  const { advertisedListeners, interBrokerListenerName, controllerListenerNames } = layout;
  const key = "advertised.listeners";
  const firstController = controllerListenerNames[0]!;
  if (!layout.protocolMap.has(firstController)) {
    throw refuse(
      "controller.listener.names",
      firstController,
      "Listener name not found in listener.security.protocol.map, which must name it when it is set or when a listener is called SSL or SASL_",
    );
  }
  if (advertisedListeners.length === 0) {
    throw new ConfigError(
      `Missing configuration: there must be at least one advertised listener beside those of controller.listener.names (${
        controllerListenerNames.join(",")
      })`,
      key,
    );
  }
  const names = layout.listeners.map((it) => it.name);
  const stray = told.find((it) => !names.includes(it.name));
  if (stray) throw refuse(key, stray.name, `Listener must be one of: ${names.join(", ")}`);
  const everywhere = advertisedListeners.find((it) => it.host === "0.0.0.0");
  if (everywhere) {
    throw refuse(
      key,
      `${everywhere.name}://0.0.0.0:${everywhere.port}`,
      "0.0.0.0 is not an address that clients can reach, use a routable one",
    );
  }
  if (!advertisedListeners.some((it) => it.name === interBrokerListenerName)) {
    throw refuse(
      "inter.broker.listener.name",
      interBrokerListenerName,
      `Listener must be one of advertised.listeners: ${
        advertisedListeners.map((it) => it.name).join(", ")
      }`,
    );
  }
}

function checkInterBrokerMechanism(layout: NodeLayout, values: BrokerValues): void {
  if (!layout.interBrokerSecurityProtocol.startsWith("SASL_")) return;
  const key = "sasl.mechanism.inter.broker.protocol";
  const mechanism = values.get(key);
  const enabled = values.getFor(layout.interBrokerListenerName, "sasl.enabled.mechanisms");
  if (!enabled.includes(mechanism)) {
    throw refuse(
      key,
      mechanism,
      `Mechanism must be one of sasl.enabled.mechanisms: ${enabled.join(", ")}`,
    );
  }
}

function checkCordoned(cordoned: readonly string[], logDirs: readonly string[]): void {
  const key = "cordoned.log.dirs";
  if (cordoned.includes("*")) {
    if (cordoned.length > 1) throw refuse(key, cordoned.join(","), "* must stand alone");
    return;
  }
  const stray = cordoned.find((dir) => !logDirs.includes(dir));
  if (stray !== undefined) {
    throw refuse(key, stray, `Directory must be one of log.dirs: ${logDirs.join(", ")}`);
  }
}
