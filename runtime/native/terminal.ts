/** Standard input, output and error of this process. */
import fs from "node:fs";
import process from "node:process";
import type { Terminal } from "../runtime.ts";
import { StatusLine } from "../status_line.ts";
import { errnoOf, toRuntimeError } from "./errors.ts";

const inputFd = 0;
const outputFd = 1;
const errorFd = 2;
const inputChunkBytes = 65536;
const retryAfterMs = 1;
const usualColumns = 80;

export class NativeTerminal implements Terminal {
  #sharesOutput: boolean | null = null;
  readonly #status = new StatusLine(
    (text) => writeAll(errorFd, new TextEncoder().encode(text), "write standard error"),
    () => this.#sharesOutput ??= this.outputIsTerminal(),
  );

  readInput(): Promise<Uint8Array | null> {
    return new Promise((resolve, reject) => {
      const into = new Uint8Array(inputChunkBytes);
      fs.read(inputFd, into, 0, into.length, null, (error, count) => {
        if (error === null) resolve(count === 0 ? null : into.subarray(0, count));
        else if (errnoOf(error) === "EOF") resolve(null);
        else reject(toRuntimeError(error, "read standard input"));
      });
    });
  }

  writeOutput(bytes: Uint8Array): void {
    this.#status.beforeOutput(bytes);
    writeAll(outputFd, bytes, "write standard output");
  }

  writeError(bytes: Uint8Array): void {
    this.#status.beforeError(bytes);
    writeAll(errorFd, bytes, "write standard error");
  }

  inputIsTerminal(): boolean {
    return isTerminal(inputFd);
  }

  outputIsTerminal(): boolean {
    return isTerminal(outputFd);
  }

  errorIsTerminal(): boolean {
    return isTerminal(errorFd);
  }

  outputColumns(): number {
    return process.stdout.columns || usualColumns;
  }

  errorColumns(): number {
    return process.stderr.columns || usualColumns;
  }

  showStatus(line: string | null): void {
    this.#status.show(line);
  }
}

/** `node:tty` brings all of `node:net` with it, which a start can do without: a pipe or a file is known by its kind. */
function isTerminal(fd: number): boolean {
  if (process.platform !== "win32" && !isCharacterDevice(fd)) return false;
  return process.getBuiltinModule("node:tty").isatty(fd);
}

function isCharacterDevice(fd: number): boolean {
  try {
    return fs.fstatSync(fd).isCharacterDevice();
  } catch {
    // Closed, say.
    return false;
  }
}

/** @throws {RuntimeError} `connection-reset` when nobody reads the pipe any more. */
function writeAll(fd: number, bytes: Uint8Array, doing: string): void {
  let done = 0;
  while (done < bytes.length) {
    try {
      done += fs.writeSync(fd, bytes, done, bytes.length - done, null);
    } catch (error) {
      // Whoever holds the other end may have made the pipe non-blocking: then a full one refuses instead of waiting.
      if (errnoOf(error) !== "EAGAIN") throw toRuntimeError(error, doing);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, retryAfterMs);
    }
  }
}
