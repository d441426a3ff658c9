/** Settings of a load test's producer: from files, and from flags that go before them. */
import type { ProducerOptions } from "../../client/producer_options.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { ClientSettings, keyValues, readPropertiesAt } from "../client_settings.ts";
import { producerOptions } from "../console_producer/producer_settings.ts";
import { ArgumentError, OptionError } from "../options/option_error.ts";
import type { ParsedOptions } from "../options/parsed_options.ts";
import type { ProducerPerfFlag } from "./flags.ts";

const DEFAULT_LINGER_MS = 5;

const RENAMED = [
  ["command-property", "producer-props"],
  ["command-config", "producer.config"],
] as const satisfies readonly (readonly [ProducerPerfFlag, ProducerPerfFlag])[];

/**
 * @throws {ArgumentError} If there are none, or the same ones by two flags.
 * @throws {OptionError} If one of them has no value.
 */
export async function producerTexts(
  runtime: Runtime,
  options: ParsedOptions<ProducerPerfFlag>,
): Promise<Map<string, string>> {
  for (const [present, old] of RENAMED) {
    if (options.has(present) && options.has(old)) {
      throw new ArgumentError(`--${present} and --${old} cannot be specified together.`);
    }
  }
  const path = options.value("command-config") ?? options.value("producer.config");
  const properties = [...options.values("producer-props"), ...options.values("command-property")];
  const servers = options.value("bootstrap-server");
  if (path === undefined && properties.length === 0 && servers === undefined) {
    throw new ArgumentError(
      "At least one of --bootstrap-server, --command-property, --producer-props, " +
        "--producer.config or --command-config must be specified.",
    );
  }
  const texts = new Map(path === undefined ? [] : await readPropertiesAt(runtime, path));
  for (const property of properties) {
    if (!/^[^=]+=/.test(property)) {
      throw new OptionError(`Invalid property: ${property}`);
    }
  }
  for (const [key, text] of keyValues(properties)) texts.set(key, text);
  if (servers !== undefined) texts.set("bootstrap.servers", servers);
  const id = options.value("transactional-id");
  if (id !== undefined) texts.set("transactional.id", id);
  if (options.has("transaction-duration-ms") && !texts.has("transactional.id")) {
    texts.set("transactional.id", `performance-producer-${runtime.random.uniqueId()}`);
  }
  if (!texts.has("client.id")) texts.set("client.id", "perf-producer-client");
  return texts;
}

/** Kafka's own defaults, which those of the console producer are not. @throws {ConfigError} */
export function loadProducerOptions(settings: ClientSettings): ProducerOptions {
  const lingerMs = settings.number("linger.ms", "LONG") ?? DEFAULT_LINGER_MS;
  return {
    ...producerOptions(settings),
    lingerMs,
    transactionalId: settings.text("transactional.id"),
    transactionTimeoutMs: settings.number("transaction.timeout.ms", "INT"),
  };
}
