/** `bootstrap.servers`: where a client finds the cluster at first. */
import { splitList } from "../config/split_list.ts";

export interface HostAndPort {
  readonly host: string;
  readonly port: number;
}

const HOST_AND_PORT =
  /^(?:[a-zA-Z][a-zA-Z0-9+._-]*:\/\/)?(?:\[([0-9a-fA-F:.%]+)\]|([^:[\]]+)):(\d+)$/;
const MAX_PORT = 65535;

/**
 * Parses `host:port,host:port`; IPv6 addresses stand in brackets, a protocol in front (`PLAINTEXT://`) is ignored.
 *
 * @throws {TypeError} If an entry is no host and port, or there is none.
 */
export function parseBootstrapServers(text: string): HostAndPort[] {
  const entries = splitList(text);
  if (entries.length === 0) throw new TypeError("No bootstrap urls given in bootstrap.servers");
  return entries.map(parseHostAndPort);
}

function parseHostAndPort(entry: string): HostAndPort {
  const match = HOST_AND_PORT.exec(entry);
  if (match === null) throw new TypeError(`Invalid url in bootstrap.servers: ${entry}`);
  const port = Number(match[3]);
  if (port > MAX_PORT) throw new TypeError(`Invalid port in bootstrap.servers: ${entry}`);
  return { host: match[1] ?? match[2], port };
}
