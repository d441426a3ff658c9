/** Metadata images and the changes between them. */
import { EMPTY_IMAGE } from "../../metadata/image/empty_image.ts";
import {
  type BrokerRegistration,
  configResourceKey,
  ConfigResourceType,
  type MetadataChange,
  type MetadataFeed,
  type MetadataImage,
  type PartitionImage,
  type TopicImage,
} from "../../metadata/image/image.ts";
import { ZERO_UUID } from "../../protocol/uuid.ts";
import { partitionState } from "./partition/partition_fixture.ts";

/** A topic id that differs for each number. */
export function idOf(number: number): string {
  return `topic${String(number).padStart(16, "0")}w`;
}

/** A topic with one partition for each state. */
export function topicOf(
  name: string,
  id: string,
  ...states: readonly Partial<PartitionImage>[]
): TopicImage {
  return { name, id, partitions: states.map(partitionState) };
}

export function brokerOf(
  id: number,
  changed: Partial<BrokerRegistration> = {},
): BrokerRegistration {
  return {
    id,
    epoch: BigInt(id * 10),
    incarnationId: ZERO_UUID,
    endpoints: [{ name: "PLAINTEXT", host: `host${id}`, port: 9092, securityProtocol: 0 }],
    features: new Map(),
    rack: null,
    fenced: false,
    inControlledShutdown: false,
    isMigratingZkBroker: false,
    logDirs: [],
    cordonedLogDirs: [],
    registrationOffset: 0,
    ...changed,
  };
}

export interface ImageParts {
  readonly topics?: readonly TopicImage[];
  readonly brokers?: readonly BrokerRegistration[];
  /** Overrides by topic; those of all brokers under the empty name. */
  readonly configs?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export function imageOf({ topics = [], brokers = [], configs = {} }: ImageParts): MetadataImage {
  return {
    ...EMPTY_IMAGE,
    topics: {
      byName: new Map(topics.map((topic) => [topic.name, topic])),
      byId: new Map(topics.map((topic) => [topic.id, topic])),
    },
    brokers: new Map(brokers.map((broker) => [broker.id, broker])),
    configs: new Map(
      Object.entries(configs).map(([name, values]) => [
        configResourceKey(name === "" ? ConfigResourceType.BROKER : ConfigResourceType.TOPIC, name),
        new Map(Object.entries(values)),
      ]),
    ),
  };
}

export function changeOf(before: MetadataImage, after: MetadataImage): MetadataChange {
  const topics = new Map<string, { before: TopicImage | null; after: TopicImage | null }>();
  for (const id of new Set([...before.topics.byId.keys(), ...after.topics.byId.keys()])) {
    const pair = {
      before: before.topics.byId.get(id) ?? null,
      after: after.topics.byId.get(id) ?? null,
    };
    if (pair.before !== pair.after) topics.set(id, pair);
  }
  const configs = new Set<string>();
  for (const key of new Set([...before.configs.keys(), ...after.configs.keys()])) {
    const entries = (image: MetadataImage) => JSON.stringify([...image.configs.get(key) ?? []]);
    if (entries(before) !== entries(after)) configs.add(key);
  }
  return { before, after, topics, brokers: new Set(), configs, featuresChanged: false };
}

/** A feed that the test publishes to. */
export class ManualFeed implements MetadataFeed {
  image: MetadataImage = EMPTY_IMAGE;
  readonly #subscribers = new Set<(change: MetadataChange) => void>();

  publish(parts: ImageParts): void {
    const change = changeOf(this.image, imageOf(parts));
    this.image = change.after;
    for (const subscriber of this.#subscribers) subscriber(change);
  }

  subscribe(subscriber: (change: MetadataChange) => void): () => void {
    this.#subscribers.add(subscriber);
    return () => this.#subscribers.delete(subscriber);
  }
}
