/**
 * The feed of committed metadata: listens to the log and hands out what changed, batch by batch. Nothing is handed out
 * until the log was read to the high watermark once and held at least one data record, so that nobody acts on a
 * half-read past.
 */
import type {
  CommittedBatch,
  LeaderAndEpoch,
  LoadedSnapshot,
  MetadataListener,
} from "../metadata_log.ts";
import { EMPTY_IMAGE } from "./empty_image.ts";
import type { MetadataChange, MetadataFeed, MetadataImage } from "./image.ts";
import { imageDifference } from "./image_difference.ts";
import { ImageLoader } from "./image_loader.ts";

export interface PublisherOptions {
  /** The log's high watermark now, -1 while unknown. */
  readonly highWatermark: () => number;
  /** Told when a subscriber threw: the image moves on all the same. */
  readonly onFault: (error: unknown) => void;
}

type Subscriber = (change: MetadataChange) => void;

export class MetadataPublisher implements MetadataListener, MetadataFeed {
  readonly #options: PublisherOptions;
  readonly #loader = new ImageLoader();
  readonly #subscribers = new Set<Subscriber>();
  #lastOffset = -1;
  #published: MetadataImage | null = null;

  constructor(options: PublisherOptions) {
    this.#options = options;
  }

  get image(): MetadataImage {
    return this.#published ?? EMPTY_IMAGE;
  }

  /** Whether the log was caught up with once, so that {@linkcode image} is real. */
  get caughtUp(): boolean {
    return this.#published !== null;
  }

  subscribe(subscriber: Subscriber): () => void {
    this.#subscribers.add(subscriber);
    if (this.#published !== null) {
      this.#tell(subscriber, imageDifference(EMPTY_IMAGE, this.#published));
    }
    return () => this.#subscribers.delete(subscriber);
  }

  committed(batch: CommittedBatch): void {
    const changes = this.#loader.batch(batch);
    this.#lastOffset = batch.lastOffset;
    this.#loaded(changes);
  }

  snapshot(snapshot: LoadedSnapshot): void {
    const change = this.#loader.snapshot(snapshot);
    this.#lastOffset = snapshot.endOffset - 1;
    this.#loaded([change]);
  }

  leaderChanged(_leader: LeaderAndEpoch): void {}

  #loaded(changes: readonly MetadataChange[]): void {
    if (this.#published !== null) {
      for (const change of changes) this.#publish(change);
    } else if (this.#isCaughtUp()) {
      this.#publish(imageDifference(EMPTY_IMAGE, this.#loader.image));
    }
  }

  #isCaughtUp(): boolean {
    const highWatermark = this.#options.highWatermark();
    return highWatermark >= 0 && this.#lastOffset >= highWatermark - 1 && this.#loader.sawRecords;
  }

  #publish(change: MetadataChange): void {
    this.#published = change.after;
    for (const subscriber of [...this.#subscribers]) this.#tell(subscriber, change);
  }

  #tell(subscriber: Subscriber, change: MetadataChange): void {
    try {
      subscriber(change);
    } catch (error) {
      this.#options.onFault(error);
    }
  }
}
