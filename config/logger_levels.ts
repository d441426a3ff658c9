/**
 * Levels of the program's loggers, which may change while it runs: what the BROKER_LOGGER resources of the config APIs
 * show and set (KIP-412). A logger without a level of its own has its parent's.
 */

export const LOG_LEVELS = ["DEBUG", "ERROR", "FATAL", "INFO", "TRACE", "WARN"] as const;
export type LogLevelName = (typeof LOG_LEVELS)[number];
const BY_WEIGHT: readonly LogLevelName[] = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];

export const ROOT_LOGGER = "root";
/** A category of log events; the root's is empty. */
export type LoggerCategory = readonly string[];

const ALL: LoggerCategory = ["ottla"];
const BROKER: LoggerCategory = ["ottla", "broker"];
const CLIENT: LoggerCategory = ["ottla", "client"];
const NETWORK: LoggerCategory = ["ottla", "network"];
const NODE: LoggerCategory = ["ottla", "node"];

/** Loggers by name. Names of Kafka's loggers stand for what does their work here, so that scripts go on working. */
const LOGGERS: ReadonlyMap<string, LoggerCategory> = new Map([
  [ROOT_LOGGER, []],
  ["ottla", ALL],
  ["ottla.broker", BROKER],
  ["ottla.client", CLIENT],
  ["ottla.network", NETWORK],
  ["ottla.node", NODE],
  ["kafka", ALL],
  ["kafka.server.KafkaApis", BROKER],
  ["kafka.server.ReplicaManager", BROKER],
  ["kafka.network.RequestChannel$", NETWORK],
  ["kafka.request.logger", NETWORK],
  ["org.apache.kafka", ALL],
  ["org.apache.kafka.clients", CLIENT],
  ["org.apache.kafka.clients.NetworkClient", CLIENT],
  ["org.apache.kafka.controller", NODE],
]);

export class LoggerLevels {
  readonly #levels = new Map<string, LogLevelName>();
  /** Called after each change. */
  onChange: () => void = () => {};

  constructor(root: LogLevelName = "INFO") {
    this.#levels.set(keyOf([]), root);
  }

  /** The names of all loggers, the root first. */
  names(): string[] {
    return [...LOGGERS.keys()];
  }

  has(name: string): boolean {
    return LOGGERS.has(name);
  }

  /** The level that counts for a logger. */
  levelOf(name: string): LogLevelName {
    return this.#effective(LOGGERS.get(name) ?? []);
  }

  /** Whether lines of a level are written for a logger of Kafka's name, known here or not: its nearest parent counts. */
  lets(level: LogLevelName, name: string): boolean {
    const parts = name.split(".");
    while (parts.length > 0 && !this.has(parts.join("."))) parts.pop();
    const counts = this.levelOf(parts.length === 0 ? ROOT_LOGGER : parts.join("."));
    return BY_WEIGHT.indexOf(level) >= BY_WEIGHT.indexOf(counts);
  }

  /** Gives a logger a level of its own; null takes it away. */
  set(name: string, level: LogLevelName | null): void {
    const category = LOGGERS.get(name);
    if (category === undefined) throw new RangeError(`There is no logger ${name}`);
    if (level !== null) this.#levels.set(keyOf(category), level);
    else if (category.length > 0) this.#levels.delete(keyOf(category));
    this.onChange();
  }

  /** Every category below the root with the level that counts for it. */
  categories(): { readonly category: LoggerCategory; readonly level: LogLevelName }[] {
    return [ALL, BROKER, CLIENT, NETWORK, NODE].map((category) => ({
      category,
      level: this.#effective(category),
    }));
  }

  #effective(category: LoggerCategory): LogLevelName {
    for (let length = category.length; length >= 0; length--) {
      const level = this.#levels.get(keyOf(category.slice(0, length)));
      if (level !== undefined) return level;
    }
    throw new Error("The root logger has no level");
  }
}

const keyOf = (category: LoggerCategory) => category.join(".");
