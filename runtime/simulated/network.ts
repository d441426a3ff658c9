/** The network as one simulated process sees it. */
import { PullConnection } from "../native/pull_connection.ts";
import {
  type Connection,
  type ConnectOptions,
  type Listener,
  type ListenOptions,
  type Network,
  RuntimeError,
  type RuntimeErrorCode,
} from "../runtime.ts";
import type { SimulatedEvent } from "./event_heap.ts";
import type { Links } from "./link.ts";
import type { Machine, SimulatedProcess } from "./machine.ts";
import { SimulatedSocket } from "./socket.ts";

/** A request to connect that was lost is repeated so much later. */
const connectAgainMs = 1000;

export class SimulatedNetwork implements Network {
  readonly #process: SimulatedProcess;
  readonly #machines: ReadonlyMap<string, Machine>;
  readonly #links: Links;

  constructor(
    process: SimulatedProcess,
    machines: ReadonlyMap<string, Machine>,
    links: Links,
  ) {
    this.#process = process;
    this.#machines = machines;
    this.#links = links;
  }

  listen(options: ListenOptions, accept: (connection: Connection) => void): Promise<Listener> {
    const { host, port } = options;
    return this.#process.later({ minMs: 0, maxMs: 0 }, this.#links.random, `listen ${port}`, () => {
      const { machine, listening } = this.#process;
      if (!["", "0.0.0.0", "::"].includes(host)) {
        const named = this.#resolve(host);
        const unknown = named === undefined && !isAddress(host);
        if (unknown) throw failed("name-not-resolved", `listen on ${host}`);
        if (named !== machine) throw failed("address-not-available", `listen on ${host}`);
      }
      const chosen = port === 0 ? this.#freePort() : port;
      if (listening.has(chosen)) throw failed("address-in-use", `listen on ${host}:${chosen}`);
      const socket = { accept };
      listening.set(chosen, socket);
      const close = () => {
        if (listening.get(chosen) === socket) listening.delete(chosen);
      };
      return { host: host === "" ? "::" : machine.address, port: chosen, close };
    });
  }

  connect(options: ConnectOptions): Promise<Connection> {
    const { host, port, timeoutMs } = options;
    const doing = `connect to ${host}:${port}`;
    return new Promise((resolve, reject) => {
      const attempt = new Attempt(resolve, reject);
      const machine = this.#resolve(host);
      if (machine === undefined && !isAddress(host)) {
        this.#process.after(0, doing, () => attempt.fail(failed("name-not-resolved", doing)));
        return;
      }
      attempt.timeout = this.#process.after(timeoutMs, `${doing} timeout`, () => {
        attempt.fail(failed("timed-out", `${doing}: no answer within ${timeoutMs} ms`));
      });
      // Nobody answers at an address that no machine has.
      if (machine !== undefined) this.#knock(attempt, machine, port, doing);
    });
  }

  hostName(): string {
    return this.#process.machine.name;
  }

  /** The request travels to the other machine, which accepts or refuses. */
  #knock(attempt: Attempt, machine: Machine, port: number, doing: string): void {
    const { machine: own } = this.#process;
    this.#process.after(this.#links.delayMs(), doing, () => {
      if (attempt.settled) return;
      if (!this.#links.carries(own, machine) || !this.#links.carries(machine, own)) {
        this.#process.after(connectAgainMs, `${doing} again`, () => {
          this.#knock(attempt, machine, port, doing);
        });
        return;
      }
      const server = machine.process;
      const listening = server?.alive ? server.listening.get(port) : undefined;
      if (!server || listening === undefined) {
        this.#answer(() => attempt.fail(failed("connection-refused", doing)), doing);
        return;
      }
      const [near, far] = this.#pair(server, port);
      this.#answer(() => {
        if (attempt.settled) near.abort();
        else attempt.succeed(near);
      }, doing);
      server.after(0, `accept from ${this.#process.title}`, () => listening.accept(far));
    });
  }

  #answer(run: () => void, doing: string): void {
    this.#process.after(this.#links.delayMs(), `${doing} answered`, run);
  }

  #pair(server: SimulatedProcess, port: number): [near: Connection, far: Connection] {
    const client = this.#process;
    const nearEnd = { address: client.machine.address, port: this.#freePort() };
    const farEnd = { address: server.machine.address, port };
    const names = [`${client.machine.name}:${nearEnd.port}`, `${server.machine.name}:${port}`];
    const near = new SimulatedSocket(client, this.#links, names.join(" to "));
    const far = new SimulatedSocket(server, this.#links, names.reverse().join(" to "));
    near.peer = far;
    far.peer = near;
    return [
      new PullConnection(near, client.turnEnd, farEnd, nearEnd),
      new PullConnection(far, server.turnEnd, nearEnd, farEnd),
    ];
  }

  #resolve(host: string): Machine | undefined {
    if (["localhost", "127.0.0.1", "::1"].includes(host)) return this.#process.machine;
    for (const machine of this.#machines.values()) {
      if (machine.name === host || machine.address === host) return machine;
    }
    return undefined;
  }

  #freePort(): number {
    const { machine, listening } = this.#process;
    while (listening.has(machine.nextPort)) machine.nextPort++;
    return machine.nextPort++;
  }
}

/** A connect call that is answered once. */
class Attempt {
  settled = false;
  timeout: SimulatedEvent | null = null;
  readonly #resolve: (connection: Connection) => void;
  readonly #reject: (error: RuntimeError) => void;

  constructor(
    resolve: (connection: Connection) => void,
    reject: (error: RuntimeError) => void,
  ) {
    this.#resolve = resolve;
    this.#reject = reject;
  }

  succeed(connection: Connection): void {
    this.#settle();
    this.#resolve(connection);
  }

  fail(error: RuntimeError): void {
    this.#settle();
    this.#reject(error);
  }

  #settle(): void {
    this.settled = true;
    if (this.timeout !== null) this.timeout.run = null;
  }
}

function failed(code: RuntimeErrorCode, doing: string): RuntimeError {
  return new RuntimeError(code, `${doing}: ${code.replaceAll("-", " ")}`);
}

function isAddress(host: string): boolean {
  return /^[\d.]+$/.test(host) || host.includes(":");
}
