/**
 * The one door to the outside world: clock, timers, randomness, disk, sockets, process.
 *
 * Everything outside `runtime/` takes a {@linkcode Runtime} as an argument and touches the platform through it
 * alone, so a whole cluster also runs on the simulated implementation: virtual time, a seeded schedule, an in-memory
 * network and disks that lose what a crash would lose. Implementations: `deno.ts` (native Deno calls), `node.ts`
 * (`node:` modules, for Bun), `simulated/` (tests). One suite in `tests/runtime/` runs against all of them.
 */
export interface Runtime {
  readonly clock: Clock;
  readonly random: Random;
  readonly disk: Disk;
  readonly network: Network;
  readonly process: ProcessControl;
  /** Standard input, output and error. */
  readonly terminal: Terminal;
}

/** Wall time, monotonic time and timers. */
export interface Clock {
  /** Milliseconds since the Unix epoch, a whole number. */
  now(): number;
  /** Milliseconds since some fixed moment, never going backwards, with a fraction. */
  monotonic(): number;
  /** Calls `callback` once, after at least `delayMs` milliseconds. A timer never keeps the process alive by itself. */
  setTimer(delayMs: number, callback: () => void): Timer;
  /** Resolves after at least `delayMs` milliseconds. Keeps the process alive. */
  sleep(delayMs: number): Promise<void>;
  /**
   * Calls `callback` once at the end of the current turn of the event loop: after the input that is ready now was
   * handed out, before waiting for more. This is where a turn's work is grouped (one write per file, one send per
   * connection). What it writes to connections, at once or from a promise it resolves, leaves with the same turn. Called
   * within such a callback, it means the end of the next turn.
   */
  endOfTurn(callback: () => void): void;
}

export interface Timer {
  /** Does nothing if the timer has run or was cancelled before. */
  cancel(): void;
}

export interface Random {
  /** A number in [0, 1). Not for secrets. */
  next(): number;
  /** A whole number in [0, bound). Not for secrets. */
  below(bound: number): number;
  /** Fresh bytes, cryptographically strong outside the simulated runtime. */
  bytes(length: number): Uint8Array;
  /** A short unique text, unique in the process and, with overwhelming likelihood, in the cluster (hyperid). */
  uniqueId(): string;
}

/** Thrown by {@linkcode Disk} and {@linkcode Network} operations; `code` is the stable part. */
export class RuntimeError extends Error {
  override name = "RuntimeError";
  constructor(readonly code: RuntimeErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
  }
}

export type RuntimeErrorCode =
  | "not-found"
  | "already-exists"
  | "permission-denied"
  | "not-a-directory"
  | "is-a-directory"
  | "no-space"
  | "locked"
  | "address-in-use"
  | "address-not-available"
  | "connection-refused"
  | "connection-reset"
  | "timed-out"
  | "name-not-resolved"
  | "closed"
  | "io";

/** Files and directories. Paths use `/`; relative paths are relative to the working directory. */
export interface Disk {
  /**
   * Opens a file for positioned reads and writes.
   *
   * @throws {RuntimeError} `not-found`, `permission-denied`, `is-a-directory`, `already-exists` (`create: "new"`), `io`.
   */
  open(path: string, options: OpenOptions): DiskFile;
  /** The whole content. @throws {RuntimeError} `not-found`, ... */
  readFile(path: string): Promise<Uint8Array>;
  /** Whether there is anything at `path`. */
  exists(path: string): Promise<boolean>;
  /** @throws {RuntimeError} `not-found` */
  stat(path: string): Promise<FileStat>;
  /** Names (not paths), sorted, with what they are. @throws {RuntimeError} `not-found`, `not-a-directory` */
  list(path: string): Promise<DirectoryEntry[]>;
  /** Creates the directory and its missing parents; an existing one is fine. */
  makeDirectory(path: string): Promise<void>;
  /**
   * Moves within one file system, replacing a file or an empty directory at `to` atomically.
   *
   * @throws {RuntimeError} `not-found`, `is-a-directory` (a file onto a directory), `not-a-directory` (the other way
   * round), `already-exists` (onto a directory that is not empty).
   */
  rename(from: string, to: string): Promise<void>;
  /** Removes a file or a whole directory tree. @throws {RuntimeError} `not-found` */
  remove(path: string): Promise<void>;
  /** Makes creations, renames and removals in the directory durable. */
  syncDirectory(path: string): Promise<void>;
  /** Sets the modification time, in milliseconds since the Unix epoch. */
  setModified(path: string, timeMs: number): Promise<void>;
  /** Makes the file read-only for its owner. */
  makeReadOnly(path: string): Promise<void>;
  /**
   * Takes an exclusive lock on the (created, empty) file, held until released or the process ends. It excludes a Kafka
   * broker's JVM too. Nobody may open the file by other means meanwhile: that could drop the lock.
   *
   * @throws {RuntimeError} `locked` if some other holder, in this process or another, has it.
   */
  lock(path: string): Promise<FileLock>;
  /** Bytes of the file system that holds `path`, or null where the platform does not tell. */
  space(path: string): Promise<{ totalBytes: number; usableBytes: number } | null>;
}

export interface OpenOptions {
  /** `"never"`: must exist; `"if-missing"`: created empty; `"new"`: must not exist. */
  readonly create: "never" | "if-missing" | "new";
  readonly write: boolean;
  /** Cuts an existing file to zero bytes. */
  readonly truncate?: boolean;
}

export interface FileStat {
  readonly kind: "file" | "directory" | "other";
  readonly size: number;
  /** Milliseconds since the Unix epoch. */
  readonly modifiedMs: number;
}

export interface DirectoryEntry {
  readonly name: string;
  readonly kind: "file" | "directory" | "other";
}

export interface FileLock {
  release(): Promise<void>;
}

/**
 * An open file. `Sync` calls block the event loop for the time of one system call into the page cache; the others run
 * off it. After a write call has returned the bytes outlive a crash of the process; only {@linkcode sync} makes them
 * outlive a crash of the machine.
 */
export interface DiskFile {
  readonly path: string;
  /** Size in bytes now. */
  size(): number;
  /** Reads up to `into.length` bytes; fewer only at the end of the file. Returns how many. */
  readSync(into: Uint8Array, position: number): number;
  read(into: Uint8Array, position: number): Promise<number>;
  /** Writes all bytes at `position`, growing the file as needed. @throws {RuntimeError} `no-space`, `io` */
  writeSync(bytes: Uint8Array, position: number): void;
  write(bytes: Uint8Array, position: number): Promise<void>;
  /** Cuts or zero-extends. */
  truncate(size: number): void;
  /** Flushes data and size to the device (fdatasync). */
  sync(): Promise<void>;
  /** Idempotent. */
  close(): void;
}

/** TCP. TLS will be another `ListenOptions`/`ConnectOptions` field, with the same {@linkcode Connection}. */
export interface Network {
  /**
   * Listens. Port 0 takes a free port, told by the returned listener.
   *
   * @throws {RuntimeError} `address-in-use`, `address-not-available`, `permission-denied`, `name-not-resolved`.
   */
  listen(options: ListenOptions, accept: (connection: Connection) => void): Promise<Listener>;
  /** @throws {RuntimeError} `connection-refused`, `timed-out`, `name-not-resolved`, ... */
  connect(options: ConnectOptions): Promise<Connection>;
  /** The machine's own host name. */
  hostName(): string;
}

export interface ListenOptions {
  /** Host name or address; empty for all interfaces. */
  readonly host: string;
  readonly port: number;
  /** Length of the kernel's queue of connections not accepted yet. */
  readonly backlog?: number;
}

export interface ConnectOptions {
  readonly host: string;
  readonly port: number;
  readonly timeoutMs: number;
}

export interface Listener {
  readonly host: string;
  readonly port: number;
  /** Stops accepting; open connections stay. */
  close(): void;
}

export interface Connection {
  readonly remote: { readonly address: string; readonly port: number };
  readonly local: { readonly address: string; readonly port: number };
  /** Starts delivering what arrives. Called once, soon after the connection was handed out. */
  receive(receiver: Receiver): void;
  /** Stops reading the socket (back-pressure) until {@linkcode resume}. One read already under way may still arrive. */
  pause(): void;
  resume(): void;
  /**
   * Queues bytes. Everything queued in one turn leaves in one system call where it can. The bytes belong to the
   * connection from here on: the caller must not change them. Ignored after `close` or `abort`.
   */
  write(bytes: Uint8Array): void;
  /**
   * Calls back once the kernel has all that was written so far: those arrays may be changed again. Never called where the
   * connection ends before.
   */
  whenSent(callback: () => void): void;
  /** Bytes queued and not yet taken by the kernel. */
  readonly unsentBytes: number;
  /** Sends what is queued, then closes. Idempotent. */
  close(): void;
  /** Closes now, dropping what is queued. Idempotent. */
  abort(): void;
}

/**
 * Takes the bytes of one connection. The connection asks {@linkcode Receiver.buffer} where to put the next bytes, so a
 * large frame is read straight into its own buffer.
 */
export interface Receiver {
  /** Where the next bytes go; at least one byte long. Asked right before each read. */
  buffer(): Uint8Array;
  /** `length` bytes were put at the start of the last {@linkcode buffer}. May throw: the connection is then aborted. */
  received(length: number): void;
  /** The unsent bytes fell to zero after having been above zero. May throw, like {@linkcode Receiver.received}. */
  drained(): void;
  /**
   * Called exactly once, last, never within a call of the connection: the other side ended, an error, or our own close.
   * When the other side only ended its sending, what is written to it before the end of that turn is still sent first.
   */
  closed(error: RuntimeError | null): void;
}

export type Signal = "SIGINT" | "SIGTERM" | "SIGHUP";

export interface ProcessControl {
  readonly args: readonly string[];
  /** The name the program was started under, without directories and extension (`kafka-topics`, `ottla`). */
  readonly name: string;
  readonly id: number;
  env(name: string): string | undefined;
  environment(): Record<string, string>;
  onSignal(signal: Signal, handler: () => void): void;
  /** Ends the process; does not return in the real runtimes. */
  exit(code: number): never;
  /** Bytes of resident memory. */
  residentBytes(): number;
  /**
   * Whether it is the first process of its session, as `docker exec -t` and `ssh -t` start it and no shell does. Its
   * terminal may then be a pipe on another machine. False where the system does not tell.
   */
  leadsSession(): boolean;
  /**
   * Other processes of this machine that run this program, under whatever name.
   *
   * @throws {RuntimeError} Where the system does not tell of its processes.
   */
  others(): Promise<OtherProcess[]>;
  /**
   * Sends a signal to another process.
   *
   * @param signal `SIGTERM`, or a number
   * @throws {RuntimeError} `not-found` if it has ended, `permission-denied`; `io` if there is no such signal.
   */
  sendSignal(id: number, signal: string | number): void;
}

export interface OtherProcess {
  readonly id: number;
  /** As {@linkcode ProcessControl.name}. */
  readonly name: string;
  /** As {@linkcode ProcessControl.args}. */
  readonly args: readonly string[];
  /** Its working directory; null where the system does not tell. */
  readonly directory: string | null;
}

export interface Terminal {
  /** Next chunk of standard input, or null at its end. */
  readInput(): Promise<Uint8Array | null>;
  /** Writes to standard output, waiting until the bytes are taken. */
  writeOutput(bytes: Uint8Array): void;
  writeError(bytes: Uint8Array): void;
  inputIsTerminal(): boolean;
  outputIsTerminal(): boolean;
  errorIsTerminal(): boolean;
  /** Width of the terminal that standard output is, now; 80 where it is none, or does not tell. */
  outputColumns(): number;
  /** Width of the terminal that standard error is, now; 80 where it is none, or does not tell. */
  errorColumns(): number;
  /**
   * Keeps one line, without control characters and narrower than the terminal, below all else that is written, until
   * another one or null replaces it. For a standard error that is a terminal. What is written takes the line away: it
   * comes back with the next call.
   */
  showStatus(line: string | null): void;
}
