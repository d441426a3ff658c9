/**
 * Why a client gets nowhere, found from where the client is: first the addresses it was given, then those the brokers
 * tell it to use (`advertised.listeners`), which is where it goes wrong most often.
 */
import type { Node } from "../../client/cluster_metadata.ts";
import { formatHostPort } from "../../config/address.ts";
import type { Address, Failure, ProbeResult } from "./probe.ts";

export interface Finding {
  readonly ok: boolean;
  /** One line. */
  readonly text: string;
  /** What to do about it, line by line. */
  readonly remedy: readonly string[];
}

export type Probe = (address: Address) => Promise<ProbeResult>;

/** Tries everything. The last finding sums up. */
export async function diagnose(bootstrap: readonly Address[], probe: Probe): Promise<Finding[]> {
  const findings: Finding[] = [];
  let entry:
    | { readonly address: Address; readonly result: ProbeResult & { kind: "broker" } }
    | null = null;
  for (const address of bootstrap) {
    const result = await probe(address);
    if (result.kind === "broker") {
      entry ??= { address, result };
      findings.push(fine(`${formatHostPort(address)} answers: ${clusterText(result)}`));
    } else {findings.push(
        failed(`${formatHostPort(address)}: ${SYMPTOMS[result.kind]}`, result, address),
      );}
  }
  if (entry === null) return findings;
  const { clusterId, nodes } = entry.result;
  if (nodes.length === 0) {
    findings.push({
      ok: false,
      text: "The cluster names no broker: none of them is in service",
      remedy: [
        "Look for errors in the brokers' logs; kafka-metadata-quorum describe --status shows the controllers.",
      ],
    });
  }
  for (const node of nodes) {
    findings.push(await advertised(node, entry.address, clusterId, probe));
  }
  return findings;
}

async function advertised(
  node: Node,
  entry: Address,
  clusterId: string | null,
  probe: Probe,
): Promise<Finding> {
  const result = await probe(node);
  const name = `Broker ${node.id} tells clients to come to ${formatHostPort(node)}`;
  if (result.kind === "broker") {
    if (result.clusterId === clusterId) return fine(`${name}: it answers there`);
    return {
      ok: false,
      text: `${name}: another cluster answers there (${result.clusterId}, not ${clusterId})`,
      remedy: listenerAdvice(node, entry),
    };
  }
  return {
    ok: false,
    text: `${name}: ${SYMPTOMS[result.kind]}`,
    remedy: listenerAdvice(node, entry),
  };
}

const SYMPTOMS: Readonly<Record<Failure, string>> = {
  "unknown-name": "this machine does not know that name",
  "refused": "nobody listens at that port",
  "unreachable": "no connection from here",
  "closed": "the connection is accepted, then closed without an answer",
  "silent": "the connection is accepted, but nobody answers",
  "not-kafka": "something answers, but not in Kafka's protocol",
  "controller": "a controller answers, which serves brokers and no clients",
};

/** For an address that the user gave. */
function bootstrapAdvice(kind: Failure, { host, port }: Address): string[] {
  switch (kind) {
    case "unknown-name":
      return [
        `Names of compose services and containers are known only inside their own network: from the host use`,
        `localhost and a published port (ports: "${port}:${port}"), from a container join that network.`,
      ];
    case "refused":
      return isLoopback(host)
        ? [
          "Is the broker running, and is that its port? In a container, localhost is the container itself:",
          "use the broker's service name. On the host, the port must be published (docker run -p, ports:).",
        ]
        : [
          "Is the broker running, and is that its port? `listeners` must not be bound to localhost alone",
          `(listeners=PLAINTEXT://0.0.0.0:${port} listens on every interface).`,
        ];
    case "unreachable":
      return [
        "A firewall or security group in between, a wrong address, or a machine that is off.",
      ];
    case "closed":
    case "silent":
    case "not-kafka":
      return [
        "A listener with TLS or SASL (security.protocol=SSL, SASL_SSL), or a service that is no Kafka: check the port.",
      ];
    case "controller":
      return [
        "Use a port of a broker listener; tools that ask controllers have --bootstrap-controller.",
      ];
  }
}

/** For an address that the brokers gave. */
function listenerAdvice(node: Node, entry: Address): string[] {
  const reason = isLoopback(node.host) && !isLoopback(entry.host)
    ? "localhost is only right for clients on the broker's own machine (or in its own container)."
    : "Clients leave the bootstrap address for the advertised one: it has to work from where they are.";
  return [
    reason,
    `Set advertised.listeners (KAFKA_ADVERTISED_LISTENERS) of broker ${node.id} to an address that works from here,`,
    `for example PLAINTEXT://${formatHostPort(entry)}.`,
    `Where others need ${formatHostPort(node)}, give both a listener of their own:`,
    `  listeners=INTERNAL://:${otherPort(node.port, entry.port)},EXTERNAL://:${entry.port}`,
    `  advertised.listeners=INTERNAL://${
      formatHostPort({ ...node, port: otherPort(node.port, entry.port) })
    },EXTERNAL://${formatHostPort(entry)}`,
    `  listener.security.protocol.map=INTERNAL:PLAINTEXT,EXTERNAL:PLAINTEXT`,
    `  inter.broker.listener.name=INTERNAL`,
    "A controller's listener stays in listeners and in the map beside them. In a container, publish both ports as",
    `they are (ports: "${entry.port}:${entry.port}"), and give others the port of INTERNAL.`,
  ];
}

/** Two listeners can't share a port. */
function otherPort(port: number, taken: number): number {
  return port === taken ? 20_000 + port % 10_000 : port;
}

function failed(text: string, { kind }: { kind: Failure }, address: Address): Finding {
  return { ok: false, text, remedy: bootstrapAdvice(kind, address) };
}

function fine(text: string): Finding {
  return { ok: true, text, remedy: [] };
}

function clusterText({ clusterId, nodes }: { clusterId: string | null; nodes: readonly Node[] }) {
  const brokers = nodes.length === 1 ? "1 broker" : `${nodes.length} brokers`;
  return `cluster ${clusterId ?? "without an id"}, ${brokers}`;
}

function isLoopback(host: string): boolean {
  return /^(?:localhost|127\.\d+\.\d+\.\d+|::1|0\.0\.0\.0)$/.test(host);
}
