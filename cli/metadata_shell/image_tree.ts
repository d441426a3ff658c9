/** An image as the tree that Kafka's shell shows. */
import {
  ConfigResourceType,
  type MetadataImage,
  type QuotaImage,
  type ScramImage,
  type TopicImage,
} from "../../metadata/image/image.ts";
import { metadataVersionName } from "../../metadata/metadata_version.ts";
import { METADATA_VERSION_FEATURE } from "../../metadata/metadata_version.ts";
import { formatDouble } from "../console_consumer/java_numbers.ts";
import { KAFKA_VERSION } from "../version.ts";
import { directory, directoryOf, file, type ShellDirectory } from "./node.ts";
import {
  aclText,
  brokerText,
  controllerText,
  objectText,
  partitionText,
} from "./registration_text.ts";

const SCRAM_MECHANISMS: readonly (readonly [string, number])[] = [
  ["SCRAM-SHA-256", 1],
  ["SCRAM-SHA-512", 2],
];
const QUOTA_ENTITIES: Readonly<Record<string, string>> = {
  "client-id": "clientId",
  "ip": "ip",
  "user": "user",
};

export function shellTree(image: MetadataImage): ShellDirectory {
  return directory({
    image: () => imageDirectory(image),
    local: () =>
      directory({
        commitId: () => file(() => "unknown"),
        version: () => file(() => KAFKA_VERSION),
      }),
  });
}

function imageDirectory(image: MetadataImage): ShellDirectory {
  const { brokers, controllers, topics, acls, quotas, delegationTokens } = image;
  return directory({
    acls: () =>
      directory({
        byId: () => directoryOf(acls, (acl) => file(() => aclText(acl)), (_, { id }) => id),
      }),
    clientQuotas: () =>
      directoryOf(
        quotas,
        ({ values }) => file(() => quotaText(values)),
        (_, quota) => quotaName(quota),
      ),
    cluster: () =>
      directory({
        brokers: () => directoryOf(brokers, (broker) => file(() => brokerText(broker))),
        controllers: () =>
          directoryOf(controllers, (controller) => file(() => controllerText(controller))),
      }),
    configs: () =>
      directoryOf(
        image.configs,
        (settings) => directoryOf(settings, (value) => file(() => value)),
        configsName,
      ),
    delegationToken: () =>
      directoryOf(
        delegationTokens,
        (token) =>
          file(() =>
            objectText("TokenInformation", { ...token, renewers: `[${token.renewers.join(", ")}]` })
          ),
        (_, { tokenId }) => tokenId,
      ),
    features: () => featuresDirectory(image),
    producerIds: () =>
      directory({ nextProducerId: () => file(() => String(image.nextProducerId)) }),
    provenance: () => file(() => provenanceText(image)),
    scram: () => scramDirectory(image),
    topics: () =>
      directory({
        byId: () => directoryOf(topics.byId, topicDirectory),
        byName: () => directoryOf(topics.byName, topicDirectory),
      }),
  });
}

function topicDirectory({ id, name, partitions }: TopicImage): ShellDirectory {
  return directory(
    new Map([
      ["id", () => file(() => id)],
      ["name", () => file(() => name)],
      ...partitions.map((partition, index) =>
        [String(index), () => file(() => partitionText(partition))] as const
      ),
    ]),
  );
}

function featuresDirectory({ features, zkMigrationState }: MetadataImage): ShellDirectory {
  const level = features.get(METADATA_VERSION_FEATURE);
  const others = [...features].filter(([name]) => name !== METADATA_VERSION_FEATURE);
  return directory(
    new Map([
      [
        "metadataVersion",
        () =>
          file(() =>
            level === undefined ? "Optional.empty" : `Optional[${metadataVersionName(level)}]`
          ),
      ],
      // Only clusters that came from ZooKeeper have it.
      ...zkMigrationState === 0
        ? []
        : [["zkMigrationState", () => file(() => String(zkMigrationState))] as const],
      ...others.map(([name, level]) =>
        [`finalized_${name}`, () => file(() => String(level))] as const
      ),
    ]),
  );
}

function scramDirectory({ scram }: MetadataImage): ShellDirectory {
  return directory(
    new Map(SCRAM_MECHANISMS.map(([name, mechanism]) => [
      name,
      () =>
        directoryOf(
          [...scram].filter(([, credential]) => credential.mechanism === mechanism),
          (credential) => file(() => scramText(credential)),
          (_, { user }) => user,
        ),
    ])),
  );
}

function scramText({ salt, storedKey, serverKey, iterations }: ScramImage): string {
  const hex = (bytes: Uint8Array) =>
    Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return objectText("ScramCredentialData", {
    salt: hex(salt),
    storedKey: hex(storedKey),
    serverKey: hex(serverKey),
    iterations,
  });
}

/** `BROKER` for all brokers, `BROKER:1`, `TOPIC:foo`. */
function configsName(key: string): string {
  const [type, name] = [key.slice(0, key.indexOf(":")), key.slice(key.indexOf(":") + 1)];
  const typeName = Object.entries(ConfigResourceType)
    .find(([, number]) => number === Number(type))?.[0] ?? type;
  return name === "" ? typeName : `${typeName}:${name}`;
}

/** `clientId(foo)user(bar)`; the default entity has no name. */
function quotaName({ entity }: QuotaImage): string {
  const escape = (name: string) => name.replace(/[\\()]/g, "\\$&");
  return [...entity].sort((a, b) => a.type < b.type ? -1 : 1)
    .map(({ type, name }) => `${QUOTA_ENTITIES[type] ?? type}(${escape(name ?? "")})`).join("");
}

function quotaText(values: ReadonlyMap<string, number>): string {
  const texts = [...values].map(([key, value]) => `${key}=${formatDouble(value)}`);
  return `{${texts.join(", ")}}`;
}

function provenanceText({ offset, epoch, timestampMs }: MetadataImage): string {
  return `offset ${offset}, epoch ${epoch}, time ${new Date(timestampMs).toISOString()}[UTC]`;
}
