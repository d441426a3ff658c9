/** A cluster's metadata in the places and shapes in which Kafka kept them in ZooKeeper. */
import { SECURITY_PROTOCOLS } from "../../config/listener.ts";
import { formatHostPort } from "../../config/address.ts";
import {
  type BrokerRegistration,
  configResourceKey,
  ConfigResourceType,
  type PartitionImage,
  type TopicImage,
} from "../../metadata/image/image.ts";
import type { ClusterState } from "./cluster_state.ts";

export interface ZNode {
  /** Null for a node that only has others below it. */
  readonly data: string | null;
  readonly children: ReadonlyMap<string, ZNode>;
}

const PLAINTEXT = 0;
const NO_JMX = -1;

/** The root. */
export function zNodes(state: ClusterState): ZNode {
  const { image, clusterId, controllerId, controllerEpoch, electedAtMs } = state;
  const topics = [...image.topics.byName.values()];
  const live = [...image.brokers.values()].filter(({ fenced }) => !fenced);
  return directory({
    brokers: directory({
      ids: directory(byName(live, ({ id }) => [String(id), file(broker(state, id))])),
      topics: directory(byName(topics, (it) => [it.name, topicNode(it, controllerEpoch)])),
    }),
    cluster: directory({ id: file({ version: "1", id: clusterId }) }),
    config: directory({
      topics: directory(byName(topics, ({ name }) => {
        const key = configResourceKey(ConfigResourceType.TOPIC, name);
        const config = Object.fromEntries(image.configs.get(key) ?? []);
        return [name, file({ version: 1, config })];
      })),
    }),
    // As a KRaft controller writes it while a cluster moves from ZooKeeper (KIP-866).
    controller: file({
      version: 2,
      brokerid: controllerId,
      timestamp: String(electedAtMs),
      kraftControllerEpoch: controllerEpoch,
    }),
    controller_epoch: { data: String(controllerEpoch), children: new Map() },
  });
}

function broker({ image, timeOf }: ClusterState, id: number): unknown {
  const { endpoints, features, rack, registrationOffset }: BrokerRegistration = image.brokers.get(
    id,
  )!;
  const plain = endpoints.find(({ securityProtocol }) => securityProtocol === PLAINTEXT);
  return {
    features: Object.fromEntries(
      [...features].map(([name, { min, max }]) => [name, { min_version: min, max_version: max }]),
    ),
    listener_security_protocol_map: Object.fromEntries(
      endpoints.map((it) => [it.name, SECURITY_PROTOCOLS[it.securityProtocol]]),
    ),
    endpoints: endpoints.map((it) => `${it.name}://${formatHostPort(it)}`),
    jmx_port: NO_JMX,
    port: plain?.port ?? -1,
    host: plain?.host ?? null,
    version: 5,
    timestamp: String(timeOf(registrationOffset)),
    ...rack === null ? {} : { rack },
  };
}

function topicNode({ id, partitions }: TopicImage, controllerEpoch: number): ZNode {
  const replicas = (of: (partition: PartitionImage) => readonly number[], always = false) =>
    Object.fromEntries(
      [...partitions.entries()].filter(([, it]) => always || of(it).length > 0)
        .map(([index, it]) => [index, of(it)]),
    );
  const states = [...partitions.entries()];
  return {
    data: JSON.stringify({
      partitions: replicas((it) => it.replicas, true),
      topic_id: id,
      adding_replicas: replicas((it) => it.addingReplicas),
      removing_replicas: replicas((it) => it.removingReplicas),
      version: 3,
    }),
    children: new Map([[
      "partitions",
      directory(byName(states, ([index, { leader, leaderEpoch, isr }]) => {
        const state = {
          controller_epoch: controllerEpoch,
          leader,
          version: 1,
          leader_epoch: leaderEpoch,
          isr,
        };
        return [String(index), directory({ state: file(state) })];
      })),
    ]]),
  };
}

function file(value: unknown): ZNode {
  return { data: JSON.stringify(value), children: new Map() };
}

function directory(children: Readonly<Record<string, ZNode>> | ReadonlyMap<string, ZNode>): ZNode {
  return {
    data: null,
    children: children instanceof Map ? children : new Map(Object.entries(children)),
  };
}

function byName<T>(
  items: readonly T[],
  entry: (item: T) => [string, ZNode],
): ReadonlyMap<string, ZNode> {
  return new Map(items.map(entry));
}
