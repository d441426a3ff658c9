/** Limits of a server and its connections; each named after the Kafka setting it comes from, with Kafka's default. */
export interface ConnectionLimits {
  /** `socket.request.max.bytes`: longer frames close the connection. */
  readonly maxRequestBytes: number;
  /** `max.connections` over all listeners. */
  readonly maxConnections: number;
  /** `max.connections.per.ip`. */
  readonly maxConnectionsPerIp: number;
  /** `max.connections.per.ip.overrides`, by address. */
  readonly maxConnectionsPerIpOverrides: ReadonlyMap<string, number>;
  /** `connections.max.idle.ms`: nothing read or written for that long closes the connection; negative: never. */
  readonly maxIdleMs: number;
  /** `socket.listen.backlog.size`. */
  readonly listenBacklog: number;
  /** Requests of one connection that may be under way at once, where their handlers let them overlap. */
  readonly maxOverlappingRequests: number;
  /** No further request of a connection is handled while more than this waits to be sent to it. */
  readonly maxUnsentBytes: number;
  /**
   * What all connections may hold together, requests and answers: `queued.max.request.bytes` where that is above 0.
   * While it is more, the connections that hold most wait.
   */
  readonly maxHeldBytes: number;
}

export const DEFAULT_LIMITS: ConnectionLimits = {
  maxRequestBytes: 104857600,
  maxConnections: 2147483647,
  maxConnectionsPerIp: 2147483647,
  maxConnectionsPerIpOverrides: new Map(),
  maxIdleMs: 600000,
  listenBacklog: 50,
  maxOverlappingRequests: 128,
  maxUnsentBytes: 1024 * 1024,
  maxHeldBytes: 256 * 1024 * 1024,
};
