/** A real terminal with windows, by tmux: keys go in, what stands on the screen comes out. */
import { runOk } from "./command.ts";
import { waitUntil } from "./wait_until.ts";

export class Terminal {
  readonly #socket = `ottla-interop-${Deno.pid}`;
  #windows = 0;

  constructor(
    /** First on the PATH of every window. */
    readonly binFolder: string,
  ) {}

  /** Opens a window with a shell. @returns its name. */
  async open(): Promise<string> {
    const name = `window-${this.#windows++}`;
    const shell = ["env", `PATH=${this.binFolder}:${Deno.env.get("PATH")}`, "PS1=$ ", "sh"];
    await this.#tmux(
      ...(name === "window-0"
        ? ["new-session", "-d", "-s", "main", "-x", "150", "-y", "50", "-n", name]
        : ["new-window", "-d", "-t", "main", "-n", name]),
      ...shell,
    );
    await this.waitFor(name, /^\$/m);
    return name;
  }

  async type(window: string, line: string): Promise<void> {
    await this.#tmux("send-keys", "-t", `main:${window}`, "-l", line);
    await this.press(window, "Enter");
  }

  /** A key by tmux's name: Enter, C-c, C-d. */
  async press(window: string, key: string): Promise<void> {
    await this.#tmux("send-keys", "-t", `main:${window}`, key);
  }

  async screen(window: string): Promise<string> {
    return await this.#tmux("capture-pane", "-p", "-J", "-t", `main:${window}`);
  }

  async clear(window: string): Promise<void> {
    await this.type(window, "clear");
    await waitUntil("an empty screen", async () => (await this.screen(window)).trim() === "$");
  }

  /** Waits until the screen shows it. @returns milliseconds that took. */
  async waitFor(window: string, pattern: RegExp, timeoutMs = 20_000): Promise<number> {
    const startMs = performance.now();
    let screen = "";
    await waitUntil(String(pattern), async () => {
      screen = await this.screen(window);
      return pattern.test(screen);
    }, timeoutMs).catch((error) => {
      throw new Error(`${error.message}. The screen: ${screen.trim().replaceAll("\n", " | ")}`);
    });
    return performance.now() - startMs;
  }

  async close(): Promise<void> {
    if (this.#windows > 0) await this.#tmux("kill-server");
  }

  #tmux(...args: string[]): Promise<string> {
    return runOk("tmux", ["-L", this.#socket, "-f", "/dev/null", ...args]);
  }
}
