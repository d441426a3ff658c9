/**
 * Files of the ZooKeeper days. A 3.x `server.properties` names a ZooKeeper instead of controllers, and a
 * `zookeeper.properties` starts one. Ottla's coordinator role stands in for ZooKeeper, so both become configurations of
 * today, in one of two ways:
 *
 * - embedded: the broker's process is its own coordinator, as a KRaft node with both roles is;
 * - external: `zookeeper-server-start` runs a coordinator that listens, with the protocol of Kafka's controllers, on the
 *   port that ZooKeeper's clients would use, and brokers find it there. Its node id is {@linkcode COORDINATOR_NODE_ID}.
 *
 * Which way a broker goes is decided at start, by whether somebody listens at {@linkcode zooKeeperAddress}.
 */
import { formatHostPort, type HostPort, parseHostPort, parseVoter } from "./address.ts";
import { BROKER_SETTINGS } from "./broker_settings.ts";
import { ConfigError } from "./config_error.ts";
import { formatValue } from "./format_value.ts";
import { parseListener } from "./listener.ts";
import { parseValue } from "./parse_value.ts";
import type { Properties } from "./properties_file.ts";
import { splitList } from "./split_list.ts";

/**
 * Node id of a coordinator that stands for a ZooKeeper: known to brokers, which its files do not tell. The largest id
 * that ZooKeeper-based clusters let be given by hand, so rarely one of theirs.
 */
export const COORDINATOR_NODE_ID = 1000;

const ZOOKEEPER_PORT = 2181;
const CONTROLLER_PORT = 9093;

/** Whether a file is for a broker of a ZooKeeper-based cluster: it names a ZooKeeper and no roles. */
export function isZooKeeperStyle(texts: Properties): boolean {
  return !texts.get("process.roles")?.trim() && !!texts.get("zookeeper.connect")?.trim();
}

/**
 * The first address of `zookeeper.connect`, `host:port,host:port/chroot`.
 *
 * @throws {ConfigError} where it is not of that form.
 */
export function zooKeeperAddress(texts: Properties): HostPort {
  const key = "zookeeper.connect";
  const text = texts.get(key) ?? "";
  const first = splitList(text)[0]?.replace(/\/.*$/, "") ?? "";
  const hasPort = /:\d+$/.test(first) && (first.startsWith("[") || first.split(":").length === 2);
  const address = parseHostPort(hasPort ? first : `${first}:${ZOOKEEPER_PORT}`);
  if (address === null) {
    throw new ConfigError(
      `Invalid value ${text} for configuration ${key}: It should be host:port,host:port/chroot`,
      key,
    );
  }
  return address;
}

/**
 * A 3.x broker's settings as those of a node with both roles, sole voter of its quorum. A listener called CONTROLLER
 * that is not advertised becomes the controller listener; else one is added on localhost, at the port that
 * `controller.quorum.voters` gives this node or the first free one from 9093 on.
 *
 * @throws {ConfigError}
 */
export function embeddedFromZooKeeper(texts: Properties): Map<string, string> {
  const id = nodeId(texts);
  const listeners = splitList(given(texts, "listeners")).map((it) =>
    parseListener("listeners", it)
  );
  const name = controllerListenerName(texts);
  const existing = listeners.find((it) => it.name === name);
  const voter = splitList(texts.get("controller.quorum.voters") ?? "").map(parseVoter)
    .find((it) => typeof it === "object" && it.id === id) as HostPort | undefined;
  const port = existing?.port ?? voter?.port ?? freePort(listeners.map((it) => it.port));
  const added = voter ? `${name}://:${port}` : `${name}://localhost:${port}`;
  return kraftSettings(texts, id, name, {
    "process.roles": "broker,controller",
    "controller.quorum.voters": `${id}@${
      formatHostPort({ host: voter?.host ?? "localhost", port })
    }`,
    "listeners": existing ? given(texts, "listeners") : `${given(texts, "listeners")},${added}`,
  });
}

/**
 * A 3.x broker's settings as those of a broker whose one controller listens where its ZooKeeper would.
 *
 * @throws {ConfigError}
 */
export function externalFromZooKeeper(texts: Properties): Map<string, string> {
  const id = nodeId(texts);
  if (id === COORDINATOR_NODE_ID) {
    throw new ConfigError(
      `Invalid value ${id} for configuration broker.id: It is the coordinator's own id, use another`,
      "broker.id",
    );
  }
  // A listener for a controller that is elsewhere has nothing to do here.
  const name = controllerListenerName(texts);
  const listeners = splitList(given(texts, "listeners"))
    .filter((it) => parseListener("listeners", it).name !== name);
  return kraftSettings(texts, id, name, {
    "process.roles": "broker",
    "controller.quorum.voters": `${COORDINATOR_NODE_ID}@${formatHostPort(zooKeeperAddress(texts))}`,
    "listeners": listeners.join(","),
  });
}

/**
 * A `zookeeper.properties` as the settings of a coordinator. Read are `dataDir` (the metadata log goes into its
 * subdirectory `coordinator`, beside whatever ZooKeeper left there), `clientPort` (2181) and `clientPortAddress`;
 * everything else is ZooKeeper's own business. Each server of an ensemble becomes a coordinator of its own, of which
 * brokers use the first that `zookeeper.connect` names.
 *
 * @throws {ConfigError} where `dataDir` is missing or `clientPort` is no port.
 */
export function coordinatorFromZooKeeper(zookeeper: Properties): Map<string, string> {
  const dataDir = zookeeper.get("dataDir")?.trim();
  if (!dataDir) {
    throw new ConfigError('Missing required configuration "dataDir" of ZooKeeper', "dataDir");
  }
  const portText = zookeeper.get("clientPort")?.trim() || String(ZOOKEEPER_PORT);
  const port = Number(portText);
  if (!/^\d+$/.test(portText) || port < 1 || port > 65535) {
    throw new ConfigError(
      `Invalid value ${portText} for configuration clientPort: Value must be between 1 and 65535`,
      "clientPort",
    );
  }
  const host = zookeeper.get("clientPortAddress")?.trim() ?? "";
  const reachable = host === "" || host === "0.0.0.0" ? "localhost" : host;
  return new Map([
    ["process.roles", "controller"],
    ["node.id", String(COORDINATOR_NODE_ID)],
    ["controller.listener.names", "CONTROLLER"],
    ["listeners", `CONTROLLER://${formatHostPort({ host, port })}`],
    [
      "controller.quorum.voters",
      `${COORDINATOR_NODE_ID}@${formatHostPort({ host: reachable, port })}`,
    ],
    ["log.dirs", `${dataDir.replace(/\/+$/, "")}/coordinator`],
  ]);
}

/** `broker.id`, or 1 where the cluster was to hand one out. */
function nodeId(texts: Properties): number {
  const text = texts.get("broker.id") ?? texts.get("node.id");
  const id = text === undefined ? -1 : parseValue(BROKER_SETTINGS["broker.id"], text);
  const generates = texts.get("broker.id.generation.enable")?.trim().toLowerCase() !== "false";
  const maxText = texts.get("reserved.broker.max.id");
  const max = maxText === undefined
    ? BROKER_SETTINGS["reserved.broker.max.id"].default as number
    : parseValue(BROKER_SETTINGS["reserved.broker.max.id"], maxText);
  if (id < -1 || generates && id > max) {
    throw new ConfigError(
      `Invalid value ${id} for configuration broker.id: Value must be between 0 and reserved.broker.max.id (${max})`,
      "broker.id",
    );
  }
  return id === -1 ? 1 : id;
}

/** The text of a setting, or its default's. */
function given(texts: Properties, name: "listeners" | "listener.security.protocol.map"): string {
  return texts.get(name) ?? formatValue(BROKER_SETTINGS[name].type, BROKER_SETTINGS[name].default)!;
}

/** CONTROLLER, unless clients are told of a listener of that name. */
function controllerListenerName(texts: Properties): string {
  if (texts.get("controller.listener.names")?.trim()) {
    throw new ConfigError(
      `Invalid value ${
        texts.get("controller.listener.names")
      } for configuration controller.listener.names: It must be empty with zookeeper.connect and without process.roles`,
      "controller.listener.names",
    );
  }
  const advertised = splitList(texts.get("advertised.listeners") ?? "");
  const taken = advertised.some((it) => /^controller:/i.test(it));
  return taken ? "COORDINATOR" : "CONTROLLER";
}

function freePort(taken: readonly number[]): number {
  let port = CONTROLLER_PORT;
  while (taken.includes(port)) port++;
  return port;
}

/** Keys that mean something only where ZooKeeper is, or that the new ones replace. */
const REPLACED: readonly string[] = [
  "broker.id",
  "control.plane.listener.name",
  "controller.quorum.bootstrap.servers",
];

function kraftSettings(
  texts: Properties,
  id: number,
  controllerName: string,
  settings: { readonly [name: string]: string },
): Map<string, string> {
  const kraft = new Map(texts);
  for (const key of REPLACED) kraft.delete(key);
  for (const [key, text] of Object.entries(settings)) kraft.set(key, text);
  kraft.set("node.id", String(id));
  kraft.set("controller.listener.names", controllerName);
  const map = given(texts, "listener.security.protocol.map");
  if (!new RegExp(`(^|,)\\s*${controllerName}\\s*:`, "i").test(map)) {
    kraft.set("listener.security.protocol.map", `${map},${controllerName}:PLAINTEXT`);
  }
  return kraft;
}
