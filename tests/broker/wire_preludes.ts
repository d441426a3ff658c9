/** What the recorder did that the recording does not show: before a case, or before all of them. */
import type { Api } from "../../protocol/api.ts";
import { Apis } from "../../protocol/apis.ts";
import { crc32c } from "../../protocol/records/crc32c.ts";
import { ZERO_UUID } from "../../protocol/uuid.ts";
import type { WireReplay } from "./wire_replay.ts";

/** Wall time at which the recorder computed its timestamps, and at which it came to those of the topic `win`. */
export const RECORDED_AT_MS = 1795493519030;
const WINDOW_TESTED_AT_MS = 1795493540460;

type Prelude = (replay: WireReplay) => Promise<unknown>;

const TIMEOUT_MS = 5000;

function topic(name: string, numPartitions: number, configs: Record<string, string> = {}) {
  return {
    name,
    numPartitions,
    replicationFactor: 1,
    assignments: [],
    configs: Object.entries(configs).map(([name, value]) => ({ name, value })),
  };
}

async function create(replay: WireReplay, ...topics: ReturnType<typeof topic>[]): Promise<void> {
  const answer = await replay.ask(Apis.CreateTopics, 7, {
    topics,
    timeoutMs: TIMEOUT_MS,
    validateOnly: false,
  });
  for (const { name, errorCode } of answer.topics) {
    if (errorCode !== 0) throw new Error(`Could not create ${name}: ${errorCode}`);
  }
}

/** The topics that were there from the start. */
export function makeTopics(replay: WireReplay): Promise<void> {
  return create(
    replay,
    topic("small", 1, { "max.message.bytes": "500" }),
    topic("t", 3),
    topic("tx", 2),
    topic("compact", 1, { "cleanup.policy": "compact" }),
    topic("one", 1),
    topic("zs", 1, { "compression.type": "zstd" }),
    topic("win", 1, {
      "message.timestamp.before.max.ms": "5000",
      "message.timestamp.after.max.ms": "5000",
    }),
    topic("lat", 1, { "message.timestamp.type": "LogAppendTime" }),
  );
}

/** Sends the recorded request of another case, changed. */
async function again(
  replay: WireReplay,
  name: string,
  change: (body: any) => void = () => {},
): Promise<void> {
  const { api, version, body } = replay.requestOf(name);
  change(body);
  await replay.ask(api as Api, version, body);
}

/** The batch with another first sequence. */
export function withSequence(records: Uint8Array, sequence: number): Uint8Array {
  const batch = records.slice();
  const view = new DataView(batch.buffer);
  view.setInt32(53, sequence);
  view.setUint32(17, crc32c(batch, 21, batch.length));
  return batch;
}

/** The topic that Kafka refused to make: nothing of it is to be seen later. */
async function deleteLegacyTopic(replay: WireReplay): Promise<void> {
  await replay.ask(Apis.DeleteTopics, 6, {
    topics: [{ name: "cfg-message-format-version", topicId: ZERO_UUID }],
    timeoutMs: TIMEOUT_MS,
  });
}

const pause = (ms: number): Prelude => (replay) => replay.node.world.advance(ms);

export const PRELUDES: Readonly<Record<string, Prelude>> = {
  "metadata/auto-created-later": pause(500),
  "create-topics/collides": (replay) => create(replay, topic("a_b", 1)),
  "elect-leaders/all": deleteLegacyTopic,
  "incremental-alter-configs/topic-set": (replay) => create(replay, topic("conf", 1)),
  "list-offsets/v10--1": (replay) => again(replay, "produce/plain"),
  "produce/timestamp-too-old": (replay) => {
    const { world, runtime } = replay.node;
    return world.advance(WINDOW_TESTED_AT_MS - runtime.clock.now());
  },
  "produce/internal-topic-as-admin-client": (replay) =>
    create(replay, topic("__transaction_state", 2, { "cleanup.policy": "compact" })),
  "produce/idempotent-duplicate-sixth-back": async (replay) => {
    for (let sequence = 0; sequence < 7; sequence++) {
      await again(replay, "produce/idempotent-duplicate-sixth-back", ({ topicData }) => {
        const [partition] = topicData[0].partitionData;
        partition.records = withSequence(partition.records, sequence);
      });
    }
  },
  "fetch-session/after-produce": (replay) => again(replay, "produce/acks-1"),
  "find-coordinator/group": async (replay) => {
    await again(replay, "find-coordinator/group");
    await replay.node.world.advance(500);
  },
  "join/static-restart-v9": (replay) => {
    const memberId = replay.comparison.oursOf("inst-1-f12e84f6-754e-41ff-9fd3-f21e5d6ea00e");
    return replay.ask(Apis.SyncGroup, 5, {
      groupId: "gs",
      generationId: 1,
      memberId,
      groupInstanceId: "inst-1",
      protocolType: "consumer",
      protocolName: "range",
      assignments: [],
    });
  },
  "init-producer/null": (replay) => again(replay, "init-producer/null"),
};
