/** DeleteTopics: names and ids of the request resolved to topics, and their records. */
import type { MetadataImage, TopicImage } from "../metadata/image/image.ts";
import type { DecodedMessage, EncodableMessage } from "../protocol/codec/message.ts";
import { type MetadataRecord, metadataRecord } from "../protocol/data/metadata_framing.ts";
import { errorMessage, Errors } from "../protocol/errors.ts";
import type {
  DeleteTopicsRequest,
  DeleteTopicsResponse,
} from "../protocol/messages/delete_topics.ts";
import { ZERO_UUID } from "../protocol/uuid.ts";
import { atomic, type ControllerState, type Decision } from "./decision.ts";

type Request = DecodedMessage<typeof DeleteTopicsRequest>;
type TopicResult = EncodableMessage<typeof DeleteTopicsResponse>["responses"][number];

export interface DeletionRights {
  readonly describable: (topic: string) => boolean;
  readonly deletable: (topic: string) => boolean;
}

/** One result per topic named, those that failed first. */
export function deleteTopics(
  state: ControllerState,
  request: Request,
  rights: DeletionRights,
): Decision<readonly TopicResult[]> {
  const selection = new Selection(state.image, rights);
  const named = [
    ...request.topicNames.map((name) => ({ name, topicId: ZERO_UUID })),
    ...request.topics,
  ];
  selection.addAll(named);
  const records: MetadataRecord[] = [];
  for (const { id } of selection.topics) {
    records.push(metadataRecord("RemoveTopicRecord", 0, { topicId: id }));
  }
  const deleted = selection.topics.map(({ name, id }) => result(name, id, Errors.NONE, null));
  return atomic(records, [...selection.failures, ...deleted]);
}

function result(
  name: string | null,
  topicId: string,
  errorCode: number,
  message: string | null = errorMessage(errorCode),
): TopicResult {
  return { name, topicId, errorCode, errorMessage: message };
}

class Selection {
  readonly failures: TopicResult[] = [];
  readonly #selected = new Map<string, TopicImage>();
  readonly #image: MetadataImage;
  readonly #rights: DeletionRights;

  constructor(image: MetadataImage, rights: DeletionRights) {
    this.#image = image;
    this.#rights = rights;
  }

  get topics(): readonly TopicImage[] {
    return [...this.#selected.values()];
  }

  addAll(topics: readonly { readonly name: string | null; readonly topicId: string }[]): void {
    const names: string[] = [];
    const ids: string[] = [];
    for (const { name, topicId } of topics) {
      if (name === null && topicId === ZERO_UUID) {
        this.#invalid(null, topicId, "Neither topic name nor id were specified.");
      } else if (name !== null && topicId !== ZERO_UUID) {
        this.#invalid(name, topicId, "You may not specify both topic name and topic id.");
      } else if (name !== null) {
        names.push(name);
      } else {
        ids.push(topicId);
      }
    }
    const [uniqueNames, repeatedNames] = split(names);
    const [uniqueIds, repeatedIds] = split(ids);
    for (const name of repeatedNames) this.#invalid(name, ZERO_UUID, "Duplicate topic name.");
    for (const id of repeatedIds) this.#invalid(null, id, "Duplicate topic id.");
    for (const id of uniqueIds) this.#addId(id);
    for (const name of uniqueNames) this.#addName(name, repeatedIds);
  }

  #addId(id: string): void {
    const topic = this.#image.topics.byId.get(id);
    if (topic === undefined) {
      this.failures.push(result(null, id, Errors.UNKNOWN_TOPIC_ID));
    } else if (!this.#rights.describable(topic.name)) {
      this.failures.push(result(null, id, Errors.TOPIC_AUTHORIZATION_FAILED));
    } else if (!this.#rights.deletable(topic.name)) {
      this.failures.push(result(topic.name, id, Errors.TOPIC_AUTHORIZATION_FAILED));
    } else {
      this.#selected.set(id, topic);
    }
  }

  #addName(name: string, repeatedIds: ReadonlySet<string>): void {
    const topic = this.#image.topics.byName.get(name);
    if (!this.#rights.describable(name) || (topic && !this.#rights.deletable(name))) {
      this.failures.push(result(name, ZERO_UUID, Errors.TOPIC_AUTHORIZATION_FAILED));
    } else if (topic === undefined) {
      this.failures.push(result(name, ZERO_UUID, Errors.UNKNOWN_TOPIC_OR_PARTITION));
    } else if (repeatedIds.has(topic.id) || this.#selected.delete(topic.id)) {
      this.#invalid(
        name,
        topic.id,
        "The provided topic name maps to an ID that was already supplied.",
      );
    } else {
      this.#selected.set(topic.id, topic);
    }
  }

  #invalid(name: string | null, id: string, message: string): void {
    this.failures.push(result(name, id, Errors.INVALID_REQUEST, message));
  }
}

/** What was named once, and what was named more often. */
function split(list: readonly string[]): [unique: Set<string>, repeated: Set<string>] {
  const unique = new Set<string>();
  const repeated = new Set<string>();
  for (const item of list) {
    if (repeated.has(item)) continue;
    if (unique.delete(item)) repeated.add(item);
    else unique.add(item);
  }
  return [unique, repeated];
}
