/** `host:port` and `id@host:port` texts. */

export interface HostPort {
  /** Without brackets. */
  readonly host: string;
  readonly port: number;
}

export interface Voter extends HostPort {
  readonly id: number;
}

// An IPv6 address may stand in brackets or bare; the last colon ends it. A protocol in front is overlooked.
const HOST_PORT =
  /^(?:[a-zA-Z][a-zA-Z\d+-.]*:\/\/)?(?:\[([0-9a-zA-Z\-%._:]*)\]|([0-9a-zA-Z\-%._:]*)):(\d+)$/;

/** Null where the text is not `host:port` or the host is empty. */
export function parseHostPort(text: string): HostPort | null {
  const parts = HOST_PORT.exec(text);
  const host = parts?.[1] ?? parts?.[2];
  const port = Number(parts?.[3]);
  return host && port <= 65535 ? { host, port } : null;
}

/** An entry of `controller.quorum.voters`, or what is wrong with it. */
export function parseVoter(text: string): Voter | "malformed" | "bad-id" | "bad-address" {
  const parts = text.split("@");
  if (parts.length !== 2) return "malformed";
  const [id, address] = parts as [string, string];
  if (!/^[+-]?\d{1,10}$/.test(id) || Number(id) > 2147483647) return "bad-id";
  const hostPort = parseHostPort(address);
  return hostPort === null ? "bad-address" : { id: Number(id), ...hostPort };
}

/** `host:port`, an IPv6 host in brackets. */
export function formatHostPort({ host, port }: HostPort): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}
