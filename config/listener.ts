/** Listeners: `NAME://host:port` lists, the map from listener names to security protocols. */
import { ConfigError } from "./config_error.ts";

export type SecurityProtocol = "PLAINTEXT" | "SSL" | "SASL_PLAINTEXT" | "SASL_SSL";

/** In the order of their codes in registration records: PLAINTEXT 0, SSL 1, SASL_PLAINTEXT 2, SASL_SSL 3. */
export const SECURITY_PROTOCOLS: readonly SecurityProtocol[] = [
  "PLAINTEXT",
  "SSL",
  "SASL_PLAINTEXT",
  "SASL_SSL",
];

/** Code of a security protocol in registration records and requests. */
export const securityProtocolCode = (protocol: SecurityProtocol): number =>
  SECURITY_PROTOCOLS.indexOf(protocol);

export interface ListenerAddress {
  /** Upper case. */
  readonly name: string;
  /** Without brackets; empty for all interfaces or, advertised, for the machine's own name. */
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
}

export interface Endpoint extends ListenerAddress {
  readonly protocol: SecurityProtocol;
}

const LISTENER = /^([^:/]+):\/\/(?:\[([-0-9a-zA-Z_:.%]*)\]|([-0-9a-zA-Z_:.%]*)):(\d+)$/;

/**
 * @param key setting that the text comes from, for the error.
 * @throws {ConfigError} where the text is not `NAME://host:port`.
 */
export function parseListener(key: string, text: string): ListenerAddress {
  const parts = LISTENER.exec(text);
  const port = Number(parts?.[4]);
  if (parts === null || !Number.isSafeInteger(port)) {
    throw new ConfigError(
      `Invalid value ${text} for configuration ${key}: Unable to parse ${text} to a broker endpoint, it must be NAME://host:port`,
      key,
    );
  }
  if (port > 65535) {
    throw new ConfigError(
      `Invalid value ${text} for configuration ${key}: Port must be between 0 and 65535`,
      key,
    );
  }
  return { name: parts[1]!.toUpperCase(), host: parts[2] ?? parts[3]!, port };
}

/** `NAME://host:port`, an IPv6 host in brackets. */
export function formatListener({ name, host, port }: ListenerAddress): string {
  return `${name}://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

const PROTOCOL_MAP = "listener.security.protocol.map";

/**
 * `NAME:PROTOCOL` items; the last of a name counts.
 *
 * @throws {ConfigError} for an item of another form or an unknown protocol.
 */
export function parseProtocolMap(text: string): Map<string, SecurityProtocol> {
  const map = new Map<string, SecurityProtocol>();
  for (const item of text.split(",").map((it) => it.trim())) {
    if (item === "") continue;
    const colon = item.lastIndexOf(":");
    if (colon < 0) {
      throw new ConfigError(
        `Invalid value ${item} for configuration ${PROTOCOL_MAP}: Each entry should be in the form NAME:PROTOCOL`,
        PROTOCOL_MAP,
      );
    }
    const name = item.slice(0, colon).trim().toUpperCase();
    map.set(name, parseProtocol(item.slice(colon + 1).trim()));
  }
  return map;
}

function parseProtocol(text: string): SecurityProtocol {
  const protocol = text.toUpperCase() as SecurityProtocol;
  if (SECURITY_PROTOCOLS.includes(protocol)) return protocol;
  throw new ConfigError(
    `Invalid value ${text} for configuration ${PROTOCOL_MAP}: Invalid security protocol, it must be one of ${
      SECURITY_PROTOCOLS.join(", ")
    }`,
    PROTOCOL_MAP,
  );
}

/**
 * Puts the security protocol to each listener.
 *
 * @throws {ConfigError} for a name that the map does not have.
 */
export function resolveListeners(
  key: string,
  texts: readonly string[],
  protocols: ReadonlyMap<string, SecurityProtocol>,
): Endpoint[] {
  return texts.map((text) => {
    const address = parseListener(key, text);
    const protocol = protocols.get(address.name);
    if (protocol === undefined) {
      throw new ConfigError(
        `Invalid value ${text} for configuration ${key}: No security protocol defined for listener ${address.name} in ${PROTOCOL_MAP}`,
        key,
      );
    }
    return { ...address, protocol };
  });
}

/**
 * Names must differ, and ports too, except that one port may be taken by one IPv4 and one IPv6 address.
 *
 * @throws {ConfigError}
 */
export function checkDistinct(key: string, endpoints: readonly Endpoint[]): void {
  const shown = endpoints.map(formatListener).join(",");
  const refuse = (reason: string) =>
    new ConfigError(`Invalid value ${shown} for configuration ${key}: ${reason}`, key);
  if (new Set(endpoints.map((it) => it.name)).size < endpoints.length) {
    throw refuse("Each listener must have a different name");
  }
  const byPort = Map.groupBy(endpoints.filter((it) => it.port !== 0), (it) => it.port);
  for (const [port, sharing] of byPort) {
    if (sharing.length === 1) continue;
    const families = sharing.map((it) => addressFamily(it.host));
    if (families.length === 2 && families.includes(4) && families.includes(6)) continue;
    throw refuse(
      `Each listener must have a different port, unless one is IPv4 and the other IPv6; port ${port} is taken twice`,
    );
  }
}

function addressFamily(host: string): 4 | 6 | null {
  if (host.includes(":")) return 6;
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host) ? 4 : null;
}
