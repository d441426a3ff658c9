import type {
  Connection,
  Listener,
  Network,
  Receiver,
  RuntimeError,
} from "../../runtime/runtime.ts";

/** One end of a connection, with everything that happened to it. */
export class Peer implements Receiver {
  readonly events: string[] = [];
  receivedBytes = 0;
  /** FNV-1a over the received bytes. */
  checksum = 0x811c9dc5;
  /** Kept only while {@linkcode keep} is true. */
  readonly kept: number[] = [];
  keep = true;
  closedTimes = 0;
  closedWith: RuntimeError | null = null;
  /** Called after each delivery. */
  onReceived: (bytes: Uint8Array) => void = () => {};
  onDrained: () => void = () => {};
  #waiting: { readonly ready: () => boolean; readonly resolve: () => void }[] = [];
  #buffer: Uint8Array;

  constructor(readonly connection: Connection, bufferBytes = 65536) {
    this.#buffer = new Uint8Array(bufferBytes);
  }

  /** Starts receiving. */
  start(): this {
    this.connection.receive(this);
    return this;
  }

  buffer(): Uint8Array {
    return this.#buffer;
  }

  received(length: number): void {
    const bytes = this.#buffer.subarray(0, length);
    this.receivedBytes += length;
    this.checksum = checksum(bytes, this.checksum);
    if (this.keep) this.kept.push(...bytes);
    this.events.push(`received ${length}`);
    this.onReceived(bytes);
    this.#check();
  }

  drained(): void {
    this.events.push("drained");
    this.onDrained();
    this.#check();
  }

  closed(error: RuntimeError | null): void {
    this.events.push("closed");
    this.closedTimes++;
    this.closedWith = error;
    this.#check();
  }

  /** Resolves when `ready` holds; looked at after each event. */
  until(ready: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push({ ready, resolve });
      this.#check();
    });
  }

  untilReceived(bytes: number): Promise<void> {
    return this.until(() => this.receivedBytes >= bytes);
  }

  untilClosed(): Promise<void> {
    return this.until(() => this.closedTimes > 0);
  }

  text(): string {
    return new TextDecoder().decode(new Uint8Array(this.kept));
  }

  #check(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const one of waiting) {
      if (one.ready()) one.resolve();
      else this.#waiting.push(one);
    }
  }
}

export function checksum(bytes: Uint8Array, start = 0x811c9dc5): number {
  let hash = start;
  for (let index = 0; index < bytes.length; index++) {
    hash = Math.imul(hash ^ bytes[index]!, 0x01000193);
  }
  return hash;
}

/** Connects to a fresh listener; neither end receives yet. */
export async function pair(
  network: Network,
): Promise<{ near: Connection; far: Connection; listener: Listener }> {
  const accepted = Promise.withResolvers<Connection>();
  const listener = await network.listen({ host: "127.0.0.1", port: 0 }, accepted.resolve);
  const near = await network.connect({ host: "127.0.0.1", port: listener.port, timeoutMs: 5000 });
  return { near, far: await accepted.promise, listener };
}

/** Connects to a fresh listener, both ends receiving, and closes all of it after `body`. */
export async function withPair(
  network: Network,
  body: (near: Peer, far: Peer) => Promise<void>,
  bufferBytes?: number,
): Promise<void> {
  const { near, far, listener } = await pair(network);
  const peers = [new Peer(near, bufferBytes), new Peer(far, bufferBytes)] as const;
  for (const peer of peers) peer.start();
  await body(...peers);
  listener.close();
  for (const peer of peers) peer.connection.abort();
  for (const peer of peers) await peer.untilClosed();
}
