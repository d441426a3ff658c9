/** What is used of Bun's own sockets, as types: Bun's are not at hand where Deno checks the program. */

export interface BunSocket<Data> {
  data: Data;
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly localAddress: string;
  readonly localPort: number;
  setNoDelay(on: boolean): boolean;
  /** Bytes that the kernel took, 0 when it has no room (`drain` comes when it has), -1 when the socket is closed. */
  write(bytes: Uint8Array): number;
  pause(): void;
  resume(): void;
  /** Ends both directions, in order as far as the other side's input goes. */
  close(): void;
}

export interface BunSocketHandler<Data> {
  open(socket: BunSocket<Data>): void;
  data(socket: BunSocket<Data>, chunk: Uint8Array): void;
  /** The other side sends no more. */
  end(socket: BunSocket<Data>): void;
  drain(socket: BunSocket<Data>): void;
  close(socket: BunSocket<Data>, error?: Error): void;
  error(socket: BunSocket<Data>, error: Error): void;
  connectError?(socket: BunSocket<Data>, error: Error): void;
}

export interface BunListener {
  readonly hostname: string;
  readonly port: number;
  /** @param closeConnections those that were accepted too */
  stop(closeConnections?: boolean): void;
}

export interface BunSockets {
  /** @throws {Error} with a `code` of the operating system, where the port can't be had */
  listen<Data>(options: {
    hostname: string;
    port: number;
    backlog?: number;
    allowHalfOpen: boolean;
    exclusive?: boolean;
    data?: Data;
    socket: BunSocketHandler<Data>;
  }): BunListener;
  connect<Data>(options: {
    hostname: string;
    port: number;
    allowHalfOpen: boolean;
    data?: Data;
    socket: BunSocketHandler<Data>;
  }): Promise<BunSocket<Data>>;
  readonly dns: {
    lookup(
      host: string,
      options: { readonly backend: "c-ares" | "system" },
    ): Promise<readonly { readonly address: string }[]>;
  };
}

/** Bun's sockets. Only where the program runs on Bun. */
export function bunSockets(): BunSockets {
  return (globalThis as unknown as { readonly Bun: BunSockets }).Bun;
}
