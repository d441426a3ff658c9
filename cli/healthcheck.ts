/** `ottla healthcheck`: whether the node of this machine serves; made for containers, so silent about what is well known. */
import { formatHostPort } from "../config/address.ts";
import { ConfigError } from "../config/config_error.ts";
import { environmentProperties } from "../config/environment.ts";
import { parseListener } from "../config/listener.ts";
import type { Properties } from "../config/properties_file.ts";
import { splitList } from "../config/split_list.ts";
import { type Runtime, RuntimeError } from "../runtime/runtime.ts";
import { argumentTool, command } from "./argument_tool.ts";
import { readPropertiesAt } from "./client_settings.ts";
import { type Address, probe } from "./doctor/probe.ts";
import { parseBootstrapServers } from "../client/bootstrap.ts";

/** What the image's start script writes. */
const GENERATED = "/etc/kafka/kafka.properties";
const TIMEOUT_MS = 3000;
const DEFAULT: Address = { host: "localhost", port: 9092 };

export const healthcheck = argumentTool({
  name: "healthcheck",
  program: "ottla healthcheck",
  description: "End with 0 if the node of this machine serves, with 1 if not.",
  helpExitCode: 0,
  commands: command({
    help: "Asks the node for its cluster. Without flags the address comes from " +
      `${GENERATED}, else from KAFKA_* variables, else it is localhost:9092.`,
    flags: {
      "bootstrap-server": { value: "host:port", help: "Where the node listens." },
      "config": { value: "file", help: "The node's properties file." },
      "timeout": { value: "milliseconds", type: "Integer", help: "Default: 3000." },
    },
    async run(options, { runtime, output }) {
      const given = options.value("bootstrap-server");
      const address = given !== undefined
        ? parseBootstrapServers(given)[0]
        : listenerOf(await nodeProperties(runtime, options.value("config")));
      const result = await probe(runtime, address, options.number("timeout") ?? TIMEOUT_MS);
      if (result.kind === "broker" && result.nodes.length > 0) {
        output.line(`healthy: ${formatHostPort(address)}, cluster ${result.clusterId}`);
        return 0;
      }
      // A coordinator, or a listener with TLS or SASL: what listens there is up.
      if (result.kind === "controller" || result.kind === "not-kafka" && given === undefined) {
        output.line(`healthy: ${formatHostPort(address)}`);
        return 0;
      }
      const reason = result.kind === "broker" ? "the broker is not in service yet" : result.detail;
      output.errorLine(`unhealthy: ${formatHostPort(address)}: ${reason}`);
      return 1;
    },
  }),
});

async function nodeProperties(runtime: Runtime, file: string | undefined): Promise<Properties> {
  if (file !== undefined) return await readPropertiesAt(runtime, file);
  try {
    return await readPropertiesAt(runtime, GENERATED);
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof RuntimeError)) throw error;
    return environmentProperties(runtime.process.environment());
  }
}

/** The first listener for clients; that of a coordinator where there is none. */
export function listenerOf(properties: Properties): Address {
  const text = properties.get("listeners")?.trim() || properties.get("advertised.listeners") || "";
  const listeners = splitList(text).filter((it) => it !== "").map((it) =>
    parseListener("listeners", it)
  );
  const controllers = splitList(properties.get("controller.listener.names") ?? "")
    .map((name) => name.toUpperCase());
  const first = listeners.find(({ name }) => !controllers.includes(name)) ?? listeners[0];
  if (first === undefined) return DEFAULT;
  const isAny = first.host === "" || first.host === "0.0.0.0" || first.host === "::";
  return { host: isAny ? "localhost" : first.host, port: first.port };
}
