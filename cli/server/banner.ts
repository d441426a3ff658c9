/** What a person sees who started `ottla`: what runs here, where it is reached, what to try. */
import { formatHostPort } from "../../config/address.ts";
import type { BrokerConfig } from "../../config/broker_config.ts";
import type { Paint } from "../output/paint.ts";
import type { RunningNode } from "../tool.ts";
import { KAFKA_VERSION, OTTLA_VERSION } from "../version.ts";

export function banner(config: BrokerConfig, running: RunningNode, paint: Paint): string {
  const { node } = config;
  const roles = [
    ...node.isBroker ? [`broker ${node.id}`] : [],
    ...node.isController ? [node.isBroker ? "coordinator" : `coordinator ${node.id}`] : [],
  ].join(" and ");
  const clients = running.endpoints.map((it) =>
    running.endpoints.length === 1 ? formatHostPort(it) : `${formatHostPort(it)} (${it.name})`
  );
  const controllers = node.isController ? node.controllerListeners.map(formatHostPort) : [];
  const data = [...new Set([...node.isBroker ? node.logDirs : [], node.metadataLogDir])];
  const [first] = running.endpoints;
  const rows: [string, string][] = [
    ["clients", clients.join(", ")],
    ["brokers", controllers.join(", ")],
    ["data", data.join(", ")],
    ["cluster", running.clusterId],
    ["try", first ? `ottla kafka-topics --bootstrap-server ${formatHostPort(first)} --list` : ""],
    ["stop", "Ctrl-C"],
  ];
  const shown = rows.filter(([, text]) => text !== "");
  const width = Math.max(...shown.map(([name]) => name.length));
  const lines = shown.map(([name, text]) => `  ${paint.faint(name.padEnd(width))}  ${text}`);
  const title = paint.strong(`Ottla ${OTTLA_VERSION}`);
  return `\n${title} (Apache Kafka ${KAFKA_VERSION}): ${roles}\n${lines.join("\n")}\n\n`;
}
