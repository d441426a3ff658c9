import { assert, assertEquals } from "@std/assert";
import { EMPTY_IMAGE } from "../../../metadata/image/empty_image.ts";
import { ImageBuilder } from "../../../metadata/image/image_builder.ts";
import { metadataRecord } from "../../../protocol/data/metadata_framing.ts";

const ID_END = "AAAAAAAAAAAAAAAAA";

function topicId(index: number): string {
  return `B${String(index).padStart(4, "0")}${ID_END}`;
}

function partition(topic: number, index: number) {
  return metadataRecord("PartitionRecord", 2, {
    partitionId: index,
    topicId: topicId(topic),
    replicas: [1, 2, 3],
    isr: [1, 2, 3],
    removingReplicas: [],
    addingReplicas: [],
    leader: 1,
    leaderEpoch: 0,
    partitionEpoch: 0,
  });
}

Deno.test("ImageBuilder makes the last of many topics share all but its own path with the image before", () => {
  let image = EMPTY_IMAGE;
  for (let topic = 0; topic < 2000; topic++) {
    const builder = new ImageBuilder(image);
    const id = topicId(topic);
    builder.replay(metadataRecord("TopicRecord", 0, { name: `t${topic}`, topicId: id }), topic);
    for (let index = 0; index < 5; index++) builder.replay(partition(topic, index), topic);
    const change = builder.build({ offset: topic, epoch: 1, timestampMs: 0 });
    assertEquals(change.topics.size, 1);
    image = change.after;
  }
  assertEquals(image.topics.byId.size, 2000);
  assertEquals(image.topics.byName.size, 2000);
  let partitions = 0;
  for (const topic of image.topics.byName.values()) partitions += topic.partitions.length;
  assertEquals(partitions, 10_000);
  const builder = new ImageBuilder(image);
  builder.replay(metadataRecord("RemoveTopicRecord", 0, { topicId: topicId(7) }), 2001);
  const { after } = builder.build({ offset: 2001, epoch: 1, timestampMs: 0 });
  assert(image.topics.byName.has("t7") && !after.topics.byName.has("t7"));
  assert(after.topics.byName.get("t8") === image.topics.byName.get("t8"));
});
