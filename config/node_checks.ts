/** Whether a node's roles, listeners, quorum and directories fit together: Kafka's rules at start. */
import type { BrokerValues } from "./broker_values.ts";
import { ConfigError, invalidValue } from "./config_error.ts";
import { checkDistinct, parseListener } from "./listener.ts";
import type { NodeLayout } from "./node_layout.ts";

/** @throws {ConfigError} for the first rule that is broken. */
export function checkNode(layout: NodeLayout, values: BrokerValues): void {
  checkDistinct("listeners", layout.listeners);
  checkRoles(layout);
  if (layout.isBroker) {
    checkAdvertised(layout, values);
    checkInterBrokerMechanism(layout, values);
  }
  checkCordoned(values.get("cordoned.log.dirs"), layout.logDirs);
}

function checkRoles(layout: NodeLayout): void {
  const { id, isBroker, isController, voters, controllerListeners, brokerListeners } = layout;
  const voterIds = voters.map((it) => it.id).join(",");
  if (isController) {
    if (voters.length > 0 && !voters.some((voter) => voter.id === id)) {
      throw invalidValue(
        "controller.quorum.voters",
        voterIds,
        `With the controller role, node.id ${id} must be among the voters`,
      );
    }
    if (controllerListeners.length === 0) {
      throw invalidValue(
        "controller.listener.names",
        layout.controllerListenerNames.join(","),
        "With the controller role, at least one must be among the listeners",
      );
    }
    if (!isBroker && brokerListeners.length > 0) {
      throw invalidValue(
        "listeners",
        brokerListeners[0]!.name,
        "With the controller role alone, only listeners of controller.listener.names are allowed",
      );
    }
    return;
  }
  if (voters.some((voter) => voter.id === id)) {
    throw invalidValue(
      "controller.quorum.voters",
      voterIds,
      `With the broker role alone, node.id ${id} must not be among the voters`,
    );
  }
  if (controllerListeners.length > 0) {
    throw invalidValue(
      "listeners",
      controllerListeners[0]!.name,
      "With the broker role alone, no listener of controller.listener.names is allowed",
    );
  }
}

function checkAdvertised(layout: NodeLayout, values: BrokerValues): void {
  const { advertisedListeners, interBrokerListenerName, controllerListenerNames } = layout;
  const key = "advertised.listeners";
  const firstController = controllerListenerNames[0]!;
  if (!layout.protocolMap.has(firstController)) {
    throw invalidValue(
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
  const stray = (values.get(key) ?? []).map((it) => parseListener(key, it).name)
    .find((name) => !names.includes(name));
  if (stray !== undefined) {
    throw invalidValue(key, stray, `Listener must be one of: ${names.join(", ")}`);
  }
  const everywhere = advertisedListeners.find((it) => it.host === "0.0.0.0");
  if (everywhere) {
    throw invalidValue(
      key,
      `${everywhere.name}://0.0.0.0:${everywhere.port}`,
      "0.0.0.0 is not an address that clients can reach, use a routable one",
    );
  }
  if (!advertisedListeners.some((it) => it.name === interBrokerListenerName)) {
    throw invalidValue(
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
    throw invalidValue(
      key,
      mechanism,
      `Mechanism must be one of sasl.enabled.mechanisms: ${enabled.join(", ")}`,
    );
  }
}

function checkCordoned(cordoned: readonly string[], logDirs: readonly string[]): void {
  const key = "cordoned.log.dirs";
  if (cordoned.includes("*")) {
    if (cordoned.length > 1) throw invalidValue(key, cordoned.join(","), "* must stand alone");
    return;
  }
  const stray = cordoned.find((dir) => !logDirs.includes(dir));
  if (stray !== undefined) {
    throw invalidValue(key, stray, `Directory must be one of log.dirs: ${logDirs.join(", ")}`);
  }
}
