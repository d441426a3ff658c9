/** What a broker tells from its own knowledge: quotas, credentials, ACLs, tokens, resources, directories, producers. */
import { assert, assertEquals } from "@std/assert";
import { describeAcls } from "../../../broker/apis/describe_acls.ts";
import { describeDelegationToken } from "../../../broker/apis/delegation_tokens.ts";
import { describeLogDirs } from "../../../broker/apis/describe_log_dirs.ts";
import type { BrokerServices } from "../../../broker/services.ts";
import { buildBrokerConfig } from "../../../config/broker_config.ts";
import { EMPTY_IMAGE } from "../../../metadata/image/empty_image.ts";
import type { MetadataImage } from "../../../metadata/image/image.ts";
import { hmac } from "../../../metadata/sha2.ts";
import { Apis } from "../../../protocol/apis.ts";
import { Errors } from "../../../protocol/errors.ts";
import { AdminScene, batchOf, BROKER, LOGGER, TOPIC } from "./admin_scene.ts";

/** Services of a handler that looks at configuration and image only. */
function services(image: Partial<MetadataImage>, settings: Record<string, string> = {}) {
  const config = buildBrokerConfig({
    file: new Map(Object.entries({
      "process.roles": "broker",
      "node.id": "1",
      "controller.quorum.voters": "9@localhost:9093",
      "controller.listener.names": "CONTROLLER",
      "listener.security.protocol.map":
        "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT",
      "listeners": "PLAINTEXT://:9092,SASL_PLAINTEXT://:9094",
      ...settings,
    })),
  });
  return {
    config,
    nodeId: 1,
    metadata: { image: { ...EMPTY_IMAGE, ...image } },
  } as unknown as BrokerServices;
}

Deno.test("DescribeClientQuotas: exact names, defaults and any name; strict excludes other parts", async () => {
  const scene = await AdminScene.start();
  const part = (entityType: string, entityName: string | null) => ({ entityType, entityName });
  const entities = [
    [part("user", "alice")],
    [part("user", null)],
    [part("user", "alice"), part("client-id", "c")],
    [part("client-id", "c")],
  ];
  await scene.ask(Apis.AlterClientQuotas, {
    entries: entities.map((entity) => ({
      entity,
      ops: [{ key: "producer_byte_rate", value: 1000, remove: false }],
    })),
    validateOnly: false,
  });
  await scene.advance(100);
  const find = async (components: any[], strict = false) => {
    const { entries } = await scene.ask(Apis.DescribeClientQuotas, { components, strict });
    return entries.map(({ entity }: any) =>
      entity.map((it: any) => `${it.entityType}=${it.entityName}`).sort().join()
    ).sort();
  };
  const exact = (entityType: string, match: string) => ({ entityType, matchType: 0, match });
  assertEquals((await find([])).length, 4);
  assertEquals(await find([exact("user", "alice")]), ["client-id=c,user=alice", "user=alice"]);
  assertEquals(await find([exact("user", "alice")], true), ["user=alice"]);
  assertEquals(await find([{ entityType: "user", matchType: 1, match: null }]), ["user=null"]);
  assertEquals(await find([{ entityType: "user", matchType: 2, match: null }], true), [
    "user=alice",
    "user=null",
  ]);
  assertEquals(
    await find([exact("client-id", "c"), { entityType: "user", matchType: 2, match: null }]),
    ["client-id=c,user=alice"],
  );
  const { errorCode, errorMessage, entries } = await scene.ask(Apis.DescribeClientQuotas, {
    components: [{ entityType: "user", matchType: 0, match: null }],
  });
  assertEquals([errorCode, entries], [Errors.INVALID_REQUEST, null]);
  assertEquals(
    errorMessage,
    "Request specified MATCH_TYPE_EXACT, but set match string to null.",
  );
  await scene.stop();
});

Deno.test("DescribeUserScramCredentials tells mechanisms and iterations, and each user once", async () => {
  const scene = await AdminScene.start();
  const credential = (name: string, mechanism: number) => ({
    name,
    mechanism,
    iterations: 4096 * mechanism,
    salt: new Uint8Array(8),
    saltedPassword: new Uint8Array(32),
  });
  // Kafka takes one mechanism of a user in a request, no more.
  for (
    const upsertions of [[credential("alice", 2), credential("bob", 1)], [credential("alice", 1)]]
  ) {
    await scene.ask(Apis.AlterUserScramCredentials, { deletions: [], upsertions });
  }
  await scene.advance(100);
  const { results } = await scene.ask(Apis.DescribeUserScramCredentials, {
    users: [{ name: "alice" }, { name: "carol" }, { name: "bob" }, { name: "bob" }],
  });
  const [alice, carol, bob] = results;
  assertEquals(alice.credentialInfos, [
    { mechanism: 1, iterations: 4096 },
    { mechanism: 2, iterations: 8192 },
  ]);
  assertEquals([carol.errorCode, bob.errorCode], [
    Errors.RESOURCE_NOT_FOUND,
    Errors.DUPLICATE_RESOURCE,
  ]);
  const all = await scene.ask(Apis.DescribeUserScramCredentials, { users: [] });
  assertEquals(all.results.map(({ user }: any) => user).sort(), ["alice", "bob"]);
  await scene.stop();
});

Deno.test("ListConfigResources lists topics, brokers, and groups and subscriptions that have settings", async () => {
  const scene = await AdminScene.start();
  await scene.createTopic("t");
  await scene.alter(32, "g", { "consumer.session.timeout.ms": "50000" });
  await scene.alter(16, "sub", { "interval.ms": "1000" });
  await scene.advance(100);
  const list = async (resourceTypes: number[], version = 1) => {
    const body = version === 0 ? {} : { resourceTypes };
    const { configResources } = await scene.ask(Apis.ListConfigResources, body, version);
    return configResources.map((it: any) => `${it.resourceType} ${it.resourceName}`);
  };
  assertEquals(await list([]), ["32 g", "16 sub", "8 1", "4 1", "2 t"]);
  assertEquals(await list([TOPIC, BROKER]), ["4 1", "2 t"]);
  assertEquals(await list([LOGGER]), ["8 1"]);
  assertEquals(await list([], 0), ["16 sub"]);
  await scene.alter(16, "sub", { "interval.ms": null });
  await scene.advance(100);
  assertEquals(await list([16]), []);
  await scene.stop();
});

Deno.test("DescribeLogDirs tells the sizes of what is asked for, and the room on the disk", async () => {
  const scene = await AdminScene.start();
  await scene.createTopic("t", {}, 2);
  await scene.createTopic("u");
  await scene.fill("t", 2);
  const ask = async (topics: unknown, version?: number) =>
    (await scene.ask(Apis.DescribeLogDirs, { topics }, version)).results;
  const [directory, ...others] = await ask(null);
  assertEquals(others, []);
  assertEquals(directory.topics.map(({ name }: any) => name).sort(), ["t", "u"]);
  const size = (index: number) =>
    directory.topics.find(({ name }: any) => name === "t").partitions
      .find((it: any) => it.partitionIndex === index);
  assert(size(0).partitionSize > 20_000n);
  assertEquals(size(1), {
    partitionIndex: 1,
    partitionSize: 0n,
    offsetLag: 0n,
    isFutureKey: false,
  });
  assert(directory.totalBytes > 0n && directory.usableBytes < directory.totalBytes);
  assertEquals(directory.isCordoned, false);
  const [some] = await ask([{ topic: "t", partitions: [1, 7] }, {
    topic: "nope",
    partitions: [0],
  }]);
  assertEquals(some.topics.map(({ name, partitions }: any) => [name, partitions.length]), [
    ["t", 1],
  ]);
  assertEquals((await ask([]))[0].topics, []);
  assertEquals((await ask(null, 3))[0].totalBytes, -1n, "before version 4 there is no room told");
  await scene.stop();
});

Deno.test("DescribeLogDirs: a disk that failed is KAFKA_STORAGE_ERROR, unknown room -1, a cordoned directory marked", async () => {
  const log = (topic: string, isOffline: boolean) => ({
    topic,
    partition: 0,
    isOffline,
    sizeInBytes: 7,
    highWatermark: 3,
    logEndOffset: 1,
  });
  const directories = [{ path: "/a", id: "A" }, { path: "/b", id: "B" }];
  const held: Record<string, unknown[]> = { A: [log("t", true)], B: [log("u", false)] };
  const handler = describeLogDirs({
    ...services({ brokers: new Map([[1, { cordonedLogDirs: ["B"] } as any]]) }),
    disk: { space: () => Promise.resolve(null) } as any,
    logs: { directories, inDirectory: (id: string) => held[id] } as any,
  });
  const { results }: any = await handler.handle({ topics: null }, { apiVersion: 5 } as any);
  assertEquals(results, [
    {
      errorCode: Errors.KAFKA_STORAGE_ERROR,
      logDir: "/a",
      topics: [],
      totalBytes: -1n,
      usableBytes: -1n,
      isCordoned: false,
    },
    {
      errorCode: Errors.NONE,
      logDir: "/b",
      topics: [{
        name: "u",
        partitions: [{ partitionIndex: 0, partitionSize: 7n, offsetLag: 2n, isFutureKey: false }],
      }],
      totalBytes: -1n,
      usableBytes: -1n,
      isCordoned: true,
    },
  ]);
});

Deno.test("DescribeProducers tells sequence, time and open transaction of each producer", async () => {
  const scene = await AdminScene.start();
  await scene.createTopic("t");
  const { nowMs } = scene;
  const batch = batchOf(["a", "b"], nowMs, { producerId: 7n, producerEpoch: 3, baseSequence: 0 });
  await scene.produce("t", batch);
  const { topics } = await scene.ask(Apis.DescribeProducers, {
    topics: [{ name: "t", partitionIndexes: [0, 5] }, { name: "nope", partitionIndexes: [0] }],
  });
  const [t, missing] = topics[0].partitions;
  assertEquals(t.activeProducers, [{
    producerId: 7n,
    producerEpoch: 3,
    lastSequence: 1,
    lastTimestamp: BigInt(nowMs),
    coordinatorEpoch: -1,
    currentTxnStartOffset: -1n,
  }]);
  assertEquals([missing.errorCode, missing.errorMessage], [3, null]);
  const [unknown] = topics[1].partitions;
  assertEquals(unknown.errorMessage, "This server does not host this topic-partition.");
  await scene.stop();
});

Deno.test("DescribeAcls: SECURITY_DISABLED without an authorizer, else what the filter means, by resource", () => {
  const acl = (id: string, resourceName: string, operation: number) => ({
    id,
    resourceType: 2,
    resourceName,
    patternType: 3,
    principal: "User:a",
    host: "*",
    operation,
    permissionType: 3,
  });
  const acls = new Map(
    [acl("1", "t", 3), acl("2", "t", 4), acl("3", "u", 3)].map((it) => [it.id, it]),
  );
  const request = {
    resourceTypeFilter: 1,
    resourceNameFilter: "t",
    patternTypeFilter: 1,
    principalFilter: null,
    hostFilter: null,
    operation: 1,
    permissionType: 1,
  };
  const ask = (settings: Record<string, string>): any =>
    describeAcls(services({ acls }, settings)).handle(request, {} as any);
  assertEquals(ask({}).errorCode, Errors.SECURITY_DISABLED);
  const { errorCode, resources } = ask({
    "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
  });
  assertEquals(errorCode, Errors.NONE);
  assertEquals(
    resources.map((it: any) => [it.resourceName, it.acls.map((a: any) => a.operation)]),
    [["t", [3, 4]]],
  );
});

Deno.test("DescribeDelegationToken: for those who proved who they are, if there is a secret", () => {
  const token = (tokenId: string, owner: string) => ({
    tokenId,
    owner,
    requester: "User:admin",
    renewers: ["User:bob"],
    issueTimestampMs: 1,
    maxTimestampMs: 3,
    expirationTimestampMs: 2,
  });
  const image = {
    delegationTokens: new Map([
      ["T", token("T", "User:alice")],
      ["U", token("U", "User:carol")],
    ]),
  };
  const ask = (listener: string, owners: unknown, settings = {}, apiVersion = 3): any =>
    describeDelegationToken(services(image, settings)).handle({ owners } as any, {
      apiVersion,
      principal: { type: "User", name: "alice" },
      connection: { listener },
    } as any);
  const secret = { "delegation.token.secret.key": "s" };
  assertEquals(ask("PLAINTEXT", null, secret).errorCode, 64);
  assertEquals(ask("SASL_PLAINTEXT", null).errorCode, 61);
  assertEquals(ask("SASL_PLAINTEXT", null, secret).tokens.length, 2);
  assertEquals(ask("SASL_PLAINTEXT", [], secret).tokens, []);
  const owners = [{ principalType: "User", principalName: "alice" }];
  assertEquals(ask("SASL_PLAINTEXT", owners, secret).tokens, [{
    principalType: "User",
    principalName: "alice",
    tokenRequesterPrincipalType: "User",
    tokenRequesterPrincipalName: "admin",
    issueTimestamp: 1n,
    expiryTimestamp: 2n,
    maxTimestamp: 3n,
    tokenId: "T",
    hmac: hmac(512, new TextEncoder().encode("s"), new TextEncoder().encode("T")),
    renewers: [{ principalType: "User", principalName: "bob" }],
  }]);
  assertEquals(
    ask("SASL_PLAINTEXT", owners, secret, 2).tokens[0].tokenRequesterPrincipalName,
    undefined,
  );
});
