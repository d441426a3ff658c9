/**
 * A node's configuration: the settings of its file, environment and flags, read, typed and checked. Made once at start,
 * immutable; {@linkcode BrokerConfig.withDynamic} gives the next one when settings are changed at run time.
 */
import { brokerWarnings, checkBroker } from "./broker_checks.ts";
import { settingOfKey } from "./broker_settings.ts";
import { BrokerValues, type Layer } from "./broker_values.ts";
import { ConfigError } from "./config_error.ts";
import { usableDynamicConfig } from "./dynamic_broker_config.ts";
import { checkNode } from "./node_checks.ts";
import { layOutNode, type NodeLayout } from "./node_layout.ts";
import type { Properties } from "./properties_file.ts";
import { embeddedFromZooKeeper, externalFromZooKeeper, isZooKeeperStyle } from "./zookeeper.ts";

/** What the settings are put together from, each winning over the one before. */
export interface ConfigLayers {
  /** Where nothing else says anything: `quickstart.ts`. */
  readonly defaults?: Properties;
  readonly file?: Properties;
  readonly environment?: Properties;
  /** `--override key=value` and other flags. */
  readonly overrides?: Properties;
}

export interface BuildOptions {
  /**
   * What a 3.x file that names a ZooKeeper becomes: `"embedded"`, a node with both roles (the default), or `"external"`,
   * a broker of the coordinator that listens where ZooKeeper would.
   */
  readonly zookeeper?: "embedded" | "external";
}

export class BrokerConfig extends BrokerValues {
  readonly node: NodeLayout;
  /** One line each: unknown keys, doubtful values, settings that could not be used at run time. */
  readonly warnings: readonly string[];

  /** Use {@linkcode buildBrokerConfig}. */
  constructor(layers: readonly Layer[], node: NodeLayout | null, warnings: readonly string[]) {
    super(layers);
    this.node = node ?? layOutNode(this);
    this.warnings = [...warnings, ...brokerWarnings(this)];
  }

  /** The settings of the file, environment and flags as they were written. */
  get given(): Properties {
    return this.layers.at(-1)!.texts;
  }

  /**
   * The configuration with settings that the metadata log holds for this broker and for all brokers. What is stored and
   * cannot be used is left out with a warning. Listeners and roles stay as they were at start.
   */
  withDynamic(stored: { readonly broker: Properties; readonly default: Properties }): BrokerConfig {
    const broker = usableDynamicConfig(stored.broker, "broker");
    const all = usableDynamicConfig(stored.default, "default");
    const warnings = [...broker.refused, ...all.refused].map((error) => error.message);
    return new BrokerConfig(
      [
        { source: "dynamic-broker", texts: broker.usable },
        { source: "dynamic-default-broker", texts: all.usable },
        this.layers.at(-1)!,
      ],
      this.node,
      warnings,
    );
  }
}

/**
 * Puts the layers together, turns 3.x spellings into today's and checks everything.
 *
 * @throws {ConfigError} one line that names the key, the value and what is allowed.
 */
export function buildBrokerConfig(layers: ConfigLayers, options: BuildOptions = {}): BrokerConfig {
  const texts = mergeLayers(layers);
  const resolved = !isZooKeeperStyle(texts)
    ? texts
    : options.zookeeper === "external"
    ? externalFromZooKeeper(texts)
    : embeddedFromZooKeeper(texts);
  const layer: Layer = { source: "static", texts: normalize(resolved) };
  const config = new BrokerConfig([layer], null, unknownKeys(resolved));
  checkNode(config.node, config);
  checkBroker(config);
  return config;
}

/** One map of the layers, each winning over the one before. */
export function mergeLayers(layers: ConfigLayers): Map<string, string> {
  const { defaults, file, environment, overrides } = layers;
  const merged = new Map<string, string>();
  for (const layer of [defaults, file, environment, overrides]) {
    for (const [key, text] of layer ?? []) merged.set(key, text);
  }
  return merged;
}

/** Other spellings of the same: `coordinator` for `controller`, `broker.id` for `node.id`. */
function normalize(texts: Properties): Map<string, string> {
  const normal = new Map(texts);
  const roles = texts.get("process.roles")?.split(",").map((it) => it.trim())
    .map((role) => role === "coordinator" ? "controller" : role);
  if (roles) normal.set("process.roles", roles.join(","));

  const nodeId = texts.get("node.id");
  const brokerId = texts.get("broker.id");
  if (nodeId !== undefined && brokerId !== undefined && nodeId.trim() !== brokerId.trim()) {
    throw new ConfigError(
      `Invalid value ${nodeId} for configuration node.id: It must be the same as broker.id (${brokerId})`,
      "node.id",
    );
  }
  const id = nodeId ?? brokerId;
  if (id !== undefined) normal.set("node.id", id).set("broker.id", id);

  // The images hand controllers an empty list, which a file may not contain.
  const advertised = texts.get("advertised.listeners")?.trim();
  if (advertised === "" && roles?.every((role) => role === "controller")) {
    normal.delete("advertised.listeners");
  }
  return normal;
}

function unknownKeys(texts: Properties): string[] {
  return [...texts.keys()].filter((key) => settingOfKey(key) === null)
    .map((key) => `Unknown setting ${key} is kept and ignored`);
}
