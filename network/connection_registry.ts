/** The open connections of a server, and whether another one may come (KIP-402, KIP-612 without rates). */
import type { ConnectionLimits } from "./connection_limits.ts";
import type { ServerConnection } from "./server_connection.ts";

export class ConnectionRegistry {
  readonly #connections = new Set<ServerConnection>();
  readonly #byAddress = new Map<string, number>();

  get size(): number {
    return this.#connections.size;
  }

  [Symbol.iterator](): Iterator<ServerConnection> {
    return this.#connections[Symbol.iterator]();
  }

  /** Open connections from one address. */
  from(address: string): number {
    return this.#byAddress.get(address) ?? 0;
  }

  add(connection: ServerConnection): void {
    const address = connection.peer.remoteAddress;
    this.#connections.add(connection);
    this.#byAddress.set(address, this.from(address) + 1);
  }

  remove(connection: ServerConnection): void {
    if (!this.#connections.delete(connection)) return;
    const address = connection.peer.remoteAddress;
    const left = this.from(address) - 1;
    if (left > 0) this.#byAddress.set(address, left);
    else this.#byAddress.delete(address);
  }

  /** Why no further connection from `address` may come, or null. */
  refusal(address: string, limits: ConnectionLimits): string | null {
    const { maxConnectionsPerIpOverrides: overrides, maxConnectionsPerIp, maxConnections } = limits;
    const perIp = overrides.get(address) ?? maxConnectionsPerIp;
    if (this.from(address) >= perIp) return `${perIp} connections per address`;
    if (this.#connections.size >= maxConnections) return `${maxConnections} connections`;
    return null;
  }

  /** The connection that was quiet for longest among those that came in elsewhere than on `listener`. */
  quietest(listener: string): ServerConnection | null {
    let quietest: ServerConnection | null = null;
    for (const connection of this.#connections) {
      if (connection.peer.listener === listener) continue;
      if (quietest === null || connection.lastActiveTick < quietest.lastActiveTick) {
        quietest = connection;
      }
    }
    return quietest;
  }
}
