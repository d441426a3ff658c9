/** TCP on `node:net`. */
import dns from "node:dns/promises";
import net from "node:net";
import os from "node:os";
import {
  type Connection,
  type ConnectOptions,
  type Listener,
  type ListenOptions,
  type Network,
  RuntimeError,
} from "../runtime.ts";
import { endpoint } from "../native/connection.ts";
import { errnoOf, toRuntimeError } from "../native/errors.ts";
import type { TurnEnd } from "../native/turn_end.ts";
import { NodeConnection } from "./connection.ts";

export class NodeNetwork implements Network {
  readonly #turnEnd: TurnEnd;

  constructor(turnEnd: TurnEnd) {
    this.#turnEnd = turnEnd;
  }

  async listen(
    options: ListenOptions,
    accept: (connection: Connection) => void,
  ): Promise<Listener> {
    const { host, port, backlog } = options;
    const doing = `listen on ${host}:${port}`;
    const address = await addressOf(host, doing);
    return await new Promise((resolve, reject) => {
      const server = net.createServer({ allowHalfOpen: true }, (socket) => {
        const connection = new NodeConnection(socket, this.#turnEnd);
        try {
          accept(connection);
        } catch (error) {
          connection.abort();
          throw error;
        }
      });
      // Stays for the server's life: a failed accept is reported here too, and the next one may succeed.
      server.on("error", (error) => reject(listenError(error, doing)));
      server.listen(
        { port, ...(address !== "" && { host: address }), ...(backlog && { backlog }) },
        () => {
          resolve(new NodeListener(server));
        },
      );
    });
  }

  connect(options: ConnectOptions): Promise<Connection> {
    const { host, port, timeoutMs } = options;
    const doing = `connect to ${host}:${port}`;
    return new Promise((resolve, reject) => {
      const socket = net.connect({ host, port, allowHalfOpen: true });
      const timer = setTimeout(() => {
        socket.destroy();
        reject(new RuntimeError("timed-out", `${doing}: no answer within ${timeoutMs} ms`));
      }, timeoutMs);
      const failed = (error: Error) => {
        clearTimeout(timer);
        reject(toRuntimeError(error, doing));
      };
      socket.once("error", failed);
      socket.once("connect", () => {
        clearTimeout(timer);
        const connection = new NodeConnection(socket, this.#turnEnd);
        socket.off("error", failed);
        resolve(connection);
      });
    });
  }

  hostName(): string {
    return os.hostname();
  }
}

class NodeListener implements Listener {
  readonly host: string;
  readonly port: number;
  readonly #server: net.Server;

  constructor(server: net.Server) {
    const address = server.address();
    const { address: host, port } = typeof address === "object" && address !== null
      ? endpoint(address.address, address.port)
      : endpoint(undefined, undefined);
    this.host = host;
    this.port = port;
    this.#server = server;
  }

  close(): void {
    this.#server.close();
  }
}

/** Looked up here because Bun tells a listening server no reason when a name is unknown. */
async function addressOf(host: string, doing: string): Promise<string> {
  if (host === "" || net.isIP(host) !== 0) return host;
  try {
    return (await dns.lookup(host)).address;
  } catch (error) {
    throw toRuntimeError(error, doing);
  }
}

/** Deno's `node:net` gives an address of another machine as an invalid argument. */
function listenError(error: Error, doing: string): RuntimeError {
  if (errnoOf(error) !== "EINVAL") return toRuntimeError(error, doing);
  return new RuntimeError("address-not-available", `${doing}: ${error.message}`, { cause: error });
}
