/**
 * TCP on Deno's own calls: two to three times the small requests per second of its `node:net`
 * (`bench/runtime/echo.ts`), and as many as reading and writing its sockets by hand.
 */
import {
  type Connection,
  type ConnectOptions,
  type Listener,
  type ListenOptions,
  type Network,
  RuntimeError,
} from "../runtime.ts";
import { endpoint } from "../native/connection.ts";
import { PullConnection } from "../native/pull_connection.ts";
import { toRuntimeError } from "../native/errors.ts";
import type { TurnEnd } from "../native/turn_end.ts";
import { returnLargeBlocks } from "./allocator.ts";

/** All interfaces, IPv6 and IPv4; the second for machines without IPv6. */
const allInterfaces = ["::", "0.0.0.0"];
/** Before that a process has better things to do than to change its allocator. */
const startMs = 1000;
/** Pause after a failed accept (no file descriptor left, ...): it would fail again at once. */
const acceptRetryMs = 50;

export class DenoNetwork implements Network {
  readonly #turnEnd: TurnEnd;
  readonly #accepting = new Map<DenoListener, Promise<void>>();
  #isTuned = false;

  constructor(turnEnd: TurnEnd) {
    this.#turnEnd = turnEnd;
  }

  async listen(
    options: ListenOptions,
    accept: (connection: Connection) => void,
  ): Promise<Listener> {
    await this.#portsFreed();
    const listener = new DenoListener(listenOn(options), (connection) => {
      this.#tuneAllocator();
      accept(connection);
    }, this.#turnEnd);
    const accepting = listener.acceptAll();
    this.#accepting.set(listener, accepting);
    accepting.then(() => this.#accepting.delete(listener));
    return listener;
  }

  async connect(options: ConnectOptions): Promise<Connection> {
    const { host, port, timeoutMs } = options;
    const doing = `connect to ${host}:${port}`;
    await this.#portsFreed();
    const aborter = new AbortController();
    const timer = setTimeout(() => aborter.abort(), timeoutMs);
    try {
      const socket = await Deno.connect({ hostname: host, port, signal: aborter.signal });
      return connectionOn(socket, this.#turnEnd);
    } catch (error) {
      if (aborter.signal.aborted) {
        throw new RuntimeError("timed-out", `${doing}: no answer within ${timeoutMs} ms`);
      }
      throw toRuntimeError(error, doing);
    } finally {
      clearTimeout(timer);
    }
  }

  hostName(): string {
    return Deno.hostname();
  }

  /** A process that others connect to holds much for them at times. */
  #tuneAllocator(): void {
    if (this.#isTuned || performance.now() < startMs) return;
    this.#isTuned = true;
    returnLargeBlocks();
  }

  /** A closed listener's port is taken until the `accept` under way has heard of it, in the next turn. */
  async #portsFreed(): Promise<void> {
    for (const [listener, accepting] of this.#accepting) {
      if (listener.closed) await accepting;
    }
  }
}

function listenOn(options: ListenOptions): Deno.TcpListener {
  const { host, port, backlog } = options;
  let failure: unknown;
  for (const hostname of host === "" ? allInterfaces : [host]) {
    try {
      return Deno.listen({ hostname, port, ...(backlog && { tcpBacklog: backlog }) });
    } catch (error) {
      failure = error;
      if (error instanceof Deno.errors.AddrInUse) break;
    }
  }
  throw toRuntimeError(failure, `listen on ${host}:${port}`);
}

class DenoListener implements Listener {
  readonly host: string;
  readonly port: number;
  readonly #socket: Deno.TcpListener;
  readonly #accept: (connection: Connection) => void;
  readonly #turnEnd: TurnEnd;
  #closed = false;

  constructor(
    socket: Deno.TcpListener,
    accept: (connection: Connection) => void,
    turnEnd: TurnEnd,
  ) {
    ({ address: this.host, port: this.port } = endpoint(socket.addr.hostname, socket.addr.port));
    this.#socket = socket;
    this.#accept = accept;
    this.#turnEnd = turnEnd;
  }

  /** Never rejects. */
  async acceptAll(): Promise<void> {
    while (!this.#closed) {
      let socket: Deno.TcpConn;
      try {
        socket = await this.#socket.accept();
      } catch {
        if (this.#closed) return;
        await new Promise((resolve) => setTimeout(resolve, acceptRetryMs));
        continue;
      }
      if (this.#closed) socket.close();
      else this.#handOut(socket);
    }
  }

  get closed(): boolean {
    return this.#closed;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#socket.close();
  }

  #handOut(socket: Deno.TcpConn): void {
    let connection: Connection;
    try {
      connection = connectionOn(socket, this.#turnEnd);
    } catch {
      // The other side was gone before its address could be asked for.
      socket.close();
      return;
    }
    try {
      this.#accept(connection);
    } catch (error) {
      connection.abort();
      queueMicrotask(() => {
        throw error;
      });
    }
  }
}

/** @throws if the socket is gone already */
function connectionOn(socket: Deno.TcpConn, turnEnd: TurnEnd): Connection {
  const { remoteAddr, localAddr } = socket;
  socket.setNoDelay(true);
  return new PullConnection(
    socket,
    turnEnd,
    endpoint(remoteAddr.hostname, remoteAddr.port),
    endpoint(localAddr.hostname, localAddr.port),
  );
}
