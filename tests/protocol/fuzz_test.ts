import { assert, assertEquals } from "@std/assert";
import { Apis } from "../../protocol/apis.ts";
import { DecodeError } from "../../protocol/codec/errors.ts";
import { array, int32, string, struct } from "../../protocol/codec/field.ts";
import { data } from "../../protocol/codec/message.ts";
import { decodeSubscription } from "../../protocol/data/consumer_protocol.ts";
import { decodeGroupRecord } from "../../protocol/data/group_framing.ts";
import { decodeMetadataRecord } from "../../protocol/data/metadata_framing.ts";
import { decodeShareStateRecord } from "../../protocol/data/share_state_framing.ts";
import { decodeTransactionRecord } from "../../protocol/data/transaction_framing.ts";
import { messageNamed } from "./declarations.ts";
import { damaged, type Outcome, SeededRandom, tryDecoding, valueOrRefusal } from "./fuzzer.ts";
import { bytesOf, type GoldenMessage, readGolden } from "./golden.ts";

const RUNS_PER_MESSAGE = 200;
const SEED = 4711;

/** Samples by the message's name: of its first and its last two versions, as each version's codec takes time to make. */
function samplesByName(files: readonly (readonly [string, number])[]) {
  const lines = files.flatMap(([file, count]) => readGolden(file, count).lines);
  const all = Map.groupBy(lines, (line: GoldenMessage) => line.name);
  return new Map([...all].map(([name, samples]) => [name, samples.filter(isEdge)]));

  function isEdge({ name, version }: GoldenMessage): boolean {
    const versions = all.get(name)!.map((line) => line.version);
    return version === Math.min(...versions) || version >= Math.max(...versions) - 1;
  }
}

function fuzz(samples: ReadonlyMap<string, readonly GoldenMessage[]>): Record<Outcome, number> {
  const outcomes = { value: 0, refused: 0 };
  const random = new SeededRandom(SEED);
  for (const [name, lines] of samples) {
    const message = messageNamed(name);
    for (let run = 0; run < RUNS_PER_MESSAGE; run++) {
      const { version, hex } = random.pick(lines);
      outcomes[tryDecoding(message, version, damaged(bytesOf(hex), random))]++;
    }
  }
  return outcomes;
}

Deno.test("Message.decode gives a value or a DecodeError for 200 damaged bodies of every request and response", () => {
  const samples = samplesByName([
    ["requests-4.3", 1423],
    ["responses-4.3", 1412],
    ["requests-3.5", 250],
    ["responses-3.5", 236],
  ]);
  assertEquals(samples.size, 2 * Object.keys(Apis).length);
  const { value, refused } = fuzz(samples);
  assertEquals(value + refused, samples.size * RUNS_PER_MESSAGE);
  // Both happen often, or the damage would be too mild or too coarse to show anything.
  assert(value > 5000 && refused > 5000, `${value} values, ${refused} refused`);
});

Deno.test("Message.decode gives a value or a DecodeError for 200 damaged bodies of every record and header", () => {
  const samples = samplesByName([
    ["headers-4.3", 16],
    ["records-metadata-4.3", 169],
    ["records-group-4.3", 207],
    ["records-transaction-4.3", 14],
    ["records-share-4.3", 16],
    ["records-remote-log-4.3", 18],
    ["data-4.3", 84],
  ]);
  const { value, refused } = fuzz(samples);
  assertEquals(value + refused, samples.size * RUNS_PER_MESSAGE);
  assert(value > 1000 && refused > 1000, `${value} values, ${refused} refused`);
});

Deno.test("decoders of framed records give a value or a DecodeError for damaged bytes", () => {
  const random = new SeededRandom(SEED);
  const framed = (file: string, count: number) =>
    readGolden(file, count).lines.map((line) => bytesOf(line.framed ?? line.hex));
  const group = framed("records-group-4.3", 207);
  const transaction = framed("records-transaction-4.3", 14);
  const shareState = framed("records-share-4.3", 16);
  const metadata = framed("records-metadata-4.3", 169);
  const groupData = framed("data-4.3", 84);
  let values = 0;
  for (let run = 0; run < 700; run++) {
    const some = (list: readonly Uint8Array[]) => damaged(random.pick(list), random);
    const decoders: readonly (() => unknown)[] = [
      () => decodeMetadataRecord(some(metadata)),
      () => decodeGroupRecord(random.pick(group), some(group)),
      () => decodeGroupRecord(some(group), null),
      () => decodeTransactionRecord(random.pick(transaction), some(transaction)),
      () => decodeShareStateRecord(random.pick(shareState), some(shareState)),
      () => decodeSubscription(some(groupData)),
    ];
    for (const decode of decoders) if (valueOrRefusal(decode) !== undefined) values++;
  }
  assert(values > 300, `${values} values`);
});

Deno.test("Message.decode allocates nothing for counts that the bytes can't hold, nested ones included", () => {
  const inner = array(struct({ name: string(), numbers: array(int32()) }));
  const message = data(-1, "Nested", "0-1", "1+", { outer: array(struct({ inner })) });
  const huge = Uint8Array.of(0x7f, 0xff, 0xff, 0xff);
  const depths: readonly (readonly [number[], string])[] = [
    [[], "/outer"],
    [[0, 0, 0, 1], "/outer/0/inner"],
    [[0, 0, 0, 1, 0, 0, 0, 1, 0, 0], "/outer/0/inner/0/numbers"],
  ];
  for (const [before, path] of depths) {
    const bytes = Uint8Array.of(...before, ...huge, ...new Uint8Array(64));
    const error = valueOrError(() => message.decode(bytes, 0));
    assertEquals(error instanceof DecodeError && error.path, path);
  }
});

Deno.test("Message.decode refuses a message of more than 100,000 unknown tags, spread over its structs or not", () => {
  const { request } = Apis.Metadata;
  const topics = (count: number) => ({
    topics: Array.from({ length: count }, () => ({
      name: "",
      unknownTags: Array.from({ length: 1000 }, (_, tag) => ({ tag, bytes: new Uint8Array(1) })),
    })),
  });
  const taken = request.decode(request.encode(topics(100), 9), 9);
  assertEquals(taken.topics?.[99].unknownTags?.length, 1000);
  const error = valueOrError(() => request.decode(request.encode(topics(101), 9), 9));
  assertEquals(error instanceof DecodeError && error.path, "/topics/100/(tags)");
});

function valueOrError(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
