/** What is in a simulated file: as programs see it, and as a crash of the machine would leave it. */
import type { SeededRandom } from "./seeded_random.ts";

/** A change that was not made durable yet. */
type Change =
  | { readonly sequence: number; readonly position: number; readonly bytes: Uint8Array }
  | { readonly sequence: number; readonly truncateTo: number };

export class FileContent {
  readonly #current = new GrowingBytes();
  readonly #durable = new GrowingBytes();
  #unsynced: Change[] = [];
  #sequence = 0;

  get size(): number {
    return this.#current.size;
  }

  /** Numbers the last change: what {@linkcode makeDurable} takes. */
  get sequence(): number {
    return this.#sequence;
  }

  read(into: Uint8Array, position: number): number {
    const found = this.#current.bytes.subarray(position, this.#current.size);
    const part = found.subarray(0, into.length);
    into.set(part);
    return part.length;
  }

  write(bytes: Uint8Array, position: number): void {
    this.#change({ sequence: ++this.#sequence, position, bytes: bytes.slice() });
  }

  truncate(size: number): void {
    this.#change({ sequence: ++this.#sequence, truncateTo: size });
  }

  /** All changes up to the one numbered `sequence` outlive a crash of the machine from here on. */
  makeDurable(sequence: number): void {
    let count = 0;
    while (count < this.#unsynced.length && this.#unsynced[count]!.sequence <= sequence) {
      this.#durable.apply(this.#unsynced[count]!);
      count++;
    }
    this.#unsynced.splice(0, count);
  }

  /** The machine crashed, and nothing but durable changes is left. */
  loseUnsynced(): void {
    this.#unsynced = [];
    this.#current.copy(this.#durable);
  }

  /**
   * The machine crashed while it wrote. Either a prefix of the changes is left, the last of them torn, or any of them,
   * each whole, torn or not at all: disks reorder.
   */
  tearUnsynced(random: SeededRandom): void {
    const changes = this.#unsynced;
    if (random.chance(0.5)) {
      const whole = random.below(changes.length + 1);
      for (const change of changes.slice(0, whole)) this.#durable.apply(change);
      const last = changes[whole];
      if (last !== undefined) this.#durable.apply(torn(last, random, true));
    } else {
      for (const change of changes) {
        const fate = random.below(4);
        if (fate >= 2) this.#durable.apply(change);
        else if (fate === 1) this.#durable.apply(torn(change, random, false));
      }
    }
    this.loseUnsynced();
  }

  #change(change: Change): void {
    this.#unsynced.push(change);
    this.#current.apply(change);
  }
}

/** Some of the bytes of a write: its start, or where the order doesn't matter any stretch. */
function torn(change: Change, random: SeededRandom, fromStart: boolean): Change {
  if ("truncateTo" in change) return change;
  const { sequence, position, bytes } = change;
  const start = fromStart ? 0 : random.below(bytes.length + 1);
  const end = start + random.below(bytes.length - start + 1);
  return { sequence, position: position + start, bytes: bytes.subarray(start, end) };
}

/** Bytes beyond `size` are zero. */
class GrowingBytes {
  bytes: Uint8Array = new Uint8Array(0);
  size = 0;

  apply(change: Change): void {
    if ("truncateTo" in change) {
      this.#resize(change.truncateTo);
      return;
    }
    if (change.bytes.length === 0) return;
    const end = change.position + change.bytes.length;
    if (end > this.size) this.#resize(end);
    this.bytes.set(change.bytes, change.position);
  }

  copy(other: GrowingBytes): void {
    this.bytes = other.bytes.slice();
    this.size = other.size;
  }

  #resize(size: number): void {
    if (size < this.size) this.bytes.fill(0, size, this.size);
    if (size > this.bytes.length) {
      const larger = new Uint8Array(Math.max(size, 2 * this.bytes.length));
      larger.set(this.bytes);
      this.bytes = larger;
    }
    this.size = size;
  }
}
