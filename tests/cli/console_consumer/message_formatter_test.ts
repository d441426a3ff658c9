import { assertEquals } from "@std/assert";
import {
  groupMetadataJson,
  offsetsJson,
  offsetsLine,
} from "../../../cli/console_consumer/coordinator_formatters.ts";
import { formatterOf } from "../../../cli/console_consumer/formatters.ts";
import {
  type FormatMessage,
  messageFormatter,
  type PrintedRecord,
} from "../../../cli/console_consumer/message_formatter.ts";
import {
  encodeGroupRecord,
  groupRecord,
  groupTombstone,
} from "../../../protocol/data/group_framing.ts";

const ascii = (text: string) => new TextEncoder().encode(text);
const RECORD: PrintedRecord = {
  topic: "t",
  partition: 0,
  offset: 5n,
  timestamp: 1714557600123n,
  timestampType: "CreateTime",
  key: ascii("k1"),
  value: ascii("v1"),
  headers: [],
};

function text(format: FormatMessage, record: PrintedRecord): string {
  const decoder = new TextDecoder();
  return format(record).map((piece) => decoder.decode(piece)).join("");
}

function print(settings: Readonly<Record<string, string>>, record: Partial<PrintedRecord> = {}) {
  const unknown: string[] = [];
  const format = messageFormatter(new Map(Object.entries(settings)), (name) => unknown.push(name));
  return text(format, { ...RECORD, ...record }) + unknown.join();
}

const ALL = Object.fromEntries(
  ["timestamp", "partition", "offset", "delivery", "epoch", "headers", "key"].map((part) => [
    `print.${part}`,
    "true",
  ]),
);

Deno.test("messageFormatter prints the value alone if nothing else is asked for", () => {
  assertEquals(print({}), "v1\n");
  assertEquals(print({ "print.value": "false", "print.key": "True" }), "k1\n");
  assertEquals(print({ "print.value": "false" }), "");
});

Deno.test("messageFormatter prints all pieces in Kafka's order", () => {
  assertEquals(
    print(ALL),
    "CreateTime:1714557600123\tPartition:0\tOffset:5\tDelivery:NOT_PRESENT\tEpoch:NOT_PRESENT\t" +
      "NO_HEADERS\tk1\tv1\n",
  );
  assertEquals(print({ "print.timestamp": "true" }, { timestampType: null }), "NO_TIMESTAMP\tv1\n");
  assertEquals(
    print({ "print.timestamp": "true" }, { timestampType: "LogAppendTime" }),
    "LogAppendTime:1714557600123\tv1\n",
  );
});

Deno.test("messageFormatter prints headers, separators and nulls as told", () => {
  const headers = [{ key: "h1", value: ascii("a") }, { key: "h2", value: null }];
  assertEquals(print({ "print.headers": "true" }, { headers }), "h1:a,h2:null\tv1\n");
  assertEquals(
    print({
      "print.key": "true",
      "key.separator": "|",
      "line.separator": ";",
      "null.literal": "NIL",
    }, { key: null, value: null }),
    "NIL|NIL;",
  );
});

Deno.test("messageFormatter deserializes, a null by its literal's bytes, and tells of unknown classes", () => {
  assertEquals(
    print({ "value.deserializer": "IntegerDeserializer" }, { value: null }),
    "1853189228\n",
  );
  assertEquals(
    print({
      "key.deserializer": "StringDeserializer",
      "key.deserializer.encoding": "latin1",
      "print.key": "true",
    }, {
      key: Uint8Array.of(0xe9),
    }),
    "é\tv1\n",
  );
  assertEquals(print({ "value.deserializer": "no.Such" }), "v1\nno.Such");
});

Deno.test("formatterOf knows the classes of Kafka 3 and 4", () => {
  assertEquals(formatterOf("kafka.tools.DefaultMessageFormatter"), messageFormatter);
  const none = formatterOf("org.apache.kafka.tools.consumer.NoOpMessageFormatter")!;
  assertEquals(text(none(new Map(), () => {}), RECORD), "");
  assertEquals(formatterOf("no.Such"), null);
  assertEquals(formatterOf("toString"), null);
});

const COMMIT = encodeGroupRecord(groupRecord(
  "OffsetCommit",
  { group: "g1", topic: "hello-kafka", partition: 0 },
  3,
  { offset: 5n, leaderEpoch: 0, metadata: "", commitTimestamp: 17n },
));

Deno.test("offsetsJson and offsetsLine print commits, and nothing of other records", () => {
  assertEquals(
    text(offsetsJson, { ...RECORD, ...COMMIT }),
    '{"key":{"type":1,"data":{"group":"g1","topic":"hello-kafka","partition":0}},' +
      '"value":{"version":3,"data":{"offset":5,"leaderEpoch":0,"metadata":"","commitTimestamp":17}}}',
  );
  assertEquals(
    text(offsetsLine, { ...RECORD, ...COMMIT }),
    "[g1,hello-kafka,0]::OffsetAndMetadata(offset=5, leaderEpoch=Optional[0], metadata=, " +
      "commitTimestamp=17, expireTimestamp=None)\n",
  );
  assertEquals(text(groupMetadataJson, { ...RECORD, ...COMMIT }), "");
  assertEquals(text(offsetsLine, { ...RECORD, key: null }), "");
  assertEquals(text(offsetsLine, { ...RECORD, key: Uint8Array.of(0, 99) }), "");
});

Deno.test("offsetsJson and offsetsLine print tombstones", () => {
  const tombstone = encodeGroupRecord(
    groupTombstone("OffsetCommit", { group: "g", topic: "t", partition: 1 }),
  );
  assertEquals(text(offsetsLine, { ...RECORD, ...tombstone }), "[g,t,1]::NULL\n");
  assertEquals(
    text(offsetsJson, { ...RECORD, ...tombstone }),
    '{"key":{"type":1,"data":{"group":"g","topic":"t","partition":1}},"value":null}',
  );
});

Deno.test("groupMetadataJson prints members, bytes in base64", () => {
  const record = encodeGroupRecord(groupRecord("GroupMetadata", { group: "g" }, 3, {
    protocolType: "consumer",
    generation: 1,
    protocol: null,
    leader: null,
    currentStateTimestamp: 9n,
    members: [{
      memberId: "m",
      clientId: "c",
      clientHost: "/h",
      rebalanceTimeout: 1,
      sessionTimeout: 2,
      subscription: Uint8Array.of(0, 1),
      assignment: Uint8Array.of(),
    }],
  }));
  assertEquals(
    text(groupMetadataJson, { ...RECORD, ...record }),
    '{"key":{"type":2,"data":{"group":"g"}},"value":{"version":3,"data":{"protocolType":"consumer",' +
      '"generation":1,"protocol":null,"leader":null,"currentStateTimestamp":9,"members":[{"memberId":"m",' +
      '"groupInstanceId":null,"clientId":"c","clientHost":"/h","rebalanceTimeout":1,"sessionTimeout":2,' +
      '"subscription":"AAE=","assignment":""}]}}}',
  );
});
