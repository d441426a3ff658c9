/** Makes directories durable, one fsync for all who ask while another is under way. */
import type { Disk } from "../runtime/runtime.ts";

interface Round {
  readonly running: Promise<void>;
  next: Promise<void> | null;
}

export class DirectorySync {
  readonly #rounds = new Map<string, Round>();

  constructor(readonly disk: Disk) {}

  /** Resolves when what is in the directory now is durable. */
  sync(directory: string): Promise<void> {
    const round = this.#rounds.get(directory);
    // The one under way may have begun before the caller's change.
    if (round !== undefined) {
      return round.next ??= round.running.catch(() => {}).then(() => this.#start(directory));
    }
    return this.#start(directory);
  }

  #start(directory: string): Promise<void> {
    const running = this.disk.syncDirectory(directory);
    const round: Round = { running, next: null };
    this.#rounds.set(directory, round);
    const end = () => {
      if (round.next === null) this.#rounds.delete(directory);
    };
    running.then(end, end);
    return running;
  }
}
