/** What `every_version_test.ts` asks of the APIs that administrators use. */

/** What must be there: ids that nobody could know. */
export interface Scene {
  readonly topicId: string;
  readonly groupMember: string;
}

/** Body, and error codes that it may be answered with, wherever in the answer they stand. */
export type Question = readonly [body: any, ...codes: number[]];
export type Questions = (version: number, scene: Scene) => Question[];

const TIMEOUT_MS = 5000;
const TOPIC = 2;
const BROKER = 4;
const NOBODY = "zzzzzzzzzzzzzzzzzzzzzw";

const partitionsOf = (name: string) => [{ name, partitions: [{ partitionIndex: 0 }] }];

const aclFilter = {
  resourceTypeFilter: 1,
  resourceNameFilter: null,
  patternTypeFilter: 1,
  principalFilter: null,
  hostFilter: null,
  operation: 1,
  permissionType: 1,
};

const configsOf = (resourceType: number, resourceName: string) => ({
  resources: [{ resourceType, resourceName, configurationKeys: null }],
  includeSynonyms: true,
});

const altered = (resourceName: string, value: string | null) => ({
  resources: [{
    resourceType: TOPIC,
    resourceName,
    configs: [{ name: "segment.ms", configOperation: 0, value }],
  }],
  validateOnly: false,
});

const replaced = (resourceName: string, value: string | null) => {
  const { resources, validateOnly } = altered(resourceName, value);
  const [{ configs: [{ name }], ...resource }] = resources;
  return { resources: [{ ...resource, configs: [{ name, value }] }], validateOnly };
};

const deletedBefore = (name: string, offset: bigint) => ({
  topics: [{ name, partitions: [{ partitionIndex: 0, offset }] }],
  timeoutMs: TIMEOUT_MS,
});

const quota = (entityType: string) => ({
  entries: [{
    entity: [{ entityType, entityName: "alice" }],
    ops: [{ key: "producer_byte_rate", value: 1000, remove: false }],
  }],
});

export const ADMIN_QUESTIONS: Readonly<Record<string, Questions>> = {
  DescribeGroups: (version) => [
    [{ groups: ["g"], includeAuthorizedOperations: true }],
    [{ groups: ["nope"] }, ...version >= 6 ? [69] : []],
  ],
  ListGroups: () => [[{ statesFilter: ["empty"], typesFilter: ["Classic"] }]],
  DeleteGroups: (version) => [
    [{ groupsNames: [`gone-${version + 2}`] }],
    [{ groupsNames: ["g", "nope"] }, 68, 69],
  ],
  OffsetDelete: () => [
    [{ groupId: "g", topics: partitionsOf("nope") }, 3],
    [{ groupId: "nope", topics: partitionsOf("t") }, 69],
  ],
  DeleteRecords: () => [
    [deletedBefore("t", 0n)],
    [deletedBefore("t", 999n), 1],
    [deletedBefore("nope", 0n), 3],
    [deletedBefore("__consumer_offsets", 0n), 17],
  ],
  DescribeLogDirs: () => [[{ topics: null }], [{ topics: [{ topic: "t", partitions: [0] }] }]],
  AlterReplicaLogDirs: () => {
    const request = (path: string, topic: string) => ({
      dirs: [{ path, topics: [{ name: topic, partitions: [0] }] }],
    });
    return [
      [request("/data", "t")],
      [request("/elsewhere", "t"), 57],
      [request("/data", "nope"), 3],
    ];
  },
  DescribeProducers: () => [
    [{ topics: [{ name: "t", partitionIndexes: [0] }] }],
    [{ topics: [{ name: "nope", partitionIndexes: [0] }] }, 3],
  ],
  ListConfigResources: (version) => [
    [{}],
    ...version >= 1 ? [[{ resourceTypes: [99] }, 35] as const] : [],
  ],
  DescribeAcls: () => [[aclFilter, 54]],
  CreateAcls: () => [
    [{
      creations: [{
        resourceType: TOPIC,
        resourceName: "t",
        principal: "User:a",
        host: "*",
        operation: 3,
        permissionType: 3,
      }],
    }, 54],
  ],
  DeleteAcls: () => [[{ filters: [aclFilter] }, 54]],
  DescribeConfigs: () => [
    [configsOf(TOPIC, "t")],
    [configsOf(BROKER, "1")],
    [configsOf(8, "1")],
    [configsOf(TOPIC, "nope"), 3],
    [configsOf(99, "x"), 42],
  ],
  AlterConfigs: () => [[replaced("t", "99999")], [replaced("t", null), 42], [
    replaced("nope", "99999"),
    3,
  ]],
  IncrementalAlterConfigs: () => [[altered("t", "99999")], [altered("t", null), 42], [
    altered("nope", "99999"),
    3,
  ]],
  CreateDelegationToken: () => [
    [{
      ownerPrincipalType: null,
      ownerPrincipalName: null,
      renewers: [],
      maxLifetimeMs: -1n,
    }, 64],
  ],
  RenewDelegationToken: () => [[{ hmac: new Uint8Array(3), renewPeriodMs: -1n }, 64]],
  ExpireDelegationToken: () => [[{ hmac: new Uint8Array(3), expiryTimePeriodMs: -1n }, 64]],
  DescribeDelegationToken: () => [[{ owners: null }, 64]],
  ElectLeaders: () => [
    [{ topicPartitions: null, timeoutMs: TIMEOUT_MS }],
    [{ topicPartitions: [{ topic: "t", partitions: [0] }], timeoutMs: TIMEOUT_MS }, 84],
    [{ topicPartitions: [{ topic: "nope", partitions: [0] }], timeoutMs: TIMEOUT_MS }, 3],
  ],
  AlterPartitionReassignments: () => [
    [{ topics: [{ name: "t", partitions: [{ partitionIndex: 0, replicas: [1] }] }] }],
    [{ topics: [{ name: "t", partitions: [{ partitionIndex: 0, replicas: [7] }] }] }, 39],
  ],
  ListPartitionReassignments: () => [[{ topics: null }]],
  AlterClientQuotas: () => [[quota("user")], [quota("planet"), 42]],
  DescribeClientQuotas: () => [
    [{ components: [{ entityType: "user", matchType: 2, match: null }], strict: true }],
    [{ components: [{ entityType: "planet", matchType: 2, match: null }] }, 35],
  ],
  AlterUserScramCredentials: () => [
    [{
      deletions: [],
      upsertions: [{
        name: "alice",
        mechanism: 1,
        iterations: 4096,
        salt: new Uint8Array(8),
        saltedPassword: new Uint8Array(32),
      }],
    }],
    [{ deletions: [{ name: "nobody", mechanism: 1 }], upsertions: [] }, 91],
  ],
  DescribeUserScramCredentials: () => [
    [{ users: null }],
    [{ users: [{ name: "alice" }, { name: "nobody" }] }, 91],
  ],
  DescribeQuorum: () => [
    [{ topics: [{ topicName: "__cluster_metadata", partitions: [{ partitionIndex: 0 }] }] }],
    [{ topics: [{ topicName: "t", partitions: [{ partitionIndex: 0 }] }] }, 3],
  ],
  UpdateFeatures: () => [
    [{ featureUpdates: [], timeoutMs: TIMEOUT_MS }],
    [{ featureUpdates: [{ feature: "nope", maxVersionLevel: 1 }], timeoutMs: TIMEOUT_MS }, 95],
  ],
  UnregisterBroker: () => [[{ brokerId: 7 }, 102]],
  AddRaftVoter: () => [
    [{
      clusterId: null,
      timeoutMs: TIMEOUT_MS,
      voterId: 5,
      voterDirectoryId: NOBODY,
      listeners: [{ name: "CONTROLLER", host: "localhost", port: 1 }],
    }, 35],
  ],
  RemoveRaftVoter: () => [[{ clusterId: null, voterId: 5, voterDirectoryId: NOBODY }, 35]],
};
