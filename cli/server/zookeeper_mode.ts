/**
 * Whether a broker with a file of the ZooKeeper days is its own coordinator or has one elsewhere.
 *
 * - Its directory tells, once there is one: the last leader it knew was itself or the coordinator that stands for a
 *   ZooKeeper. Changing sides would mean losing sight of all topics, so whoever listens or doesn't at this moment does
 *   not matter.
 * - Else somebody who speaks the protocol of Kafka's controllers at `zookeeper.connect` is that coordinator.
 * - Nobody there, or a real ZooKeeper: the broker is its own coordinator, at once if the address is this machine's (the
 *   user who starts things by hand did not start one), after a while of asking if it is another's (containers start in
 *   any order). A coordinator that comes later finds a broker that gets along without it.
 */
import { ConnectionError } from "../../client/errors.ts";
import { KafkaConnection } from "../../client/kafka_connection.ts";
import { buildBrokerConfig, type ConfigLayers, mergeLayers } from "../../config/broker_config.ts";
import { COORDINATOR_NODE_ID, zooKeeperAddress } from "../../config/zookeeper.ts";
import {
  parseQuorumState,
  QUORUM_STATE_FILE,
  QuorumStateError,
} from "../../metadata/raft/quorum_state_file.ts";
import { METADATA_TOPIC } from "../../metadata/raft/types.ts";
import { Apis } from "../../protocol/apis.ts";
import { type Runtime, RuntimeError } from "../../runtime/runtime.ts";

export type ZooKeeperMode = "embedded" | "external";

const ATTEMPT_MS = 2000;
const ASK_AGAIN_MS = 200;
/** How long another machine's coordinator may take to start. */
const PATIENCE_MS = 6000;
const THIS_MACHINE = /^(?:localhost|127\.\d+\.\d+\.\d+|::1)$/;

/**
 * @param onStranger called where what listens is no coordinator of Ottla: a real ZooKeeper
 * @throws {ConfigError}
 */
export async function zooKeeperMode(
  runtime: Runtime,
  layers: ConfigLayers,
  onStranger: (address: string) => void = () => {},
): Promise<ZooKeeperMode> {
  const lastLeader = await lastKnownLeader(runtime, layers);
  if (lastLeader !== null) return lastLeader === COORDINATOR_NODE_ID ? "external" : "embedded";
  const { host, port } = zooKeeperAddress(mergeLayers(layers));
  const { clock } = runtime;
  const deadlineMs = clock.monotonic() + (THIS_MACHINE.test(host) ? 0 : PATIENCE_MS);
  while (true) {
    const found = await whoListens(runtime, host, port);
    if (found === "coordinator") return "external";
    if (found === "somebody else") {
      onStranger(`${host}:${port}`);
      return "embedded";
    }
    if (clock.monotonic() >= deadlineMs) return "embedded";
    await clock.sleep(ASK_AGAIN_MS);
  }
}

/** Null where the broker has no directory yet, or knew no leader. */
async function lastKnownLeader(runtime: Runtime, layers: ConfigLayers): Promise<number | null> {
  const { node } = buildBrokerConfig(layers, { zookeeper: "embedded" });
  const path = `${node.metadataLogDir}/${METADATA_TOPIC}-0/${QUORUM_STATE_FILE}`;
  try {
    const bytes = await runtime.disk.readFile(path);
    return parseQuorumState(new TextDecoder().decode(bytes)).leaderId;
  } catch (error) {
    // A damaged file is the node's to complain about.
    if (error instanceof RuntimeError || error instanceof QuorumStateError) return null;
    throw error;
  }
}

async function whoListens(
  runtime: Runtime,
  host: string,
  port: number,
): Promise<"coordinator" | "somebody else" | "nobody"> {
  try {
    const connection = await KafkaConnection.open(runtime, {
      host,
      port,
      connectTimeoutMs: ATTEMPT_MS,
      requestTimeoutMs: ATTEMPT_MS,
    });
    const isController = connection.listedVersions(Apis.BrokerRegistration.key) !== undefined;
    connection.close();
    return isController ? "coordinator" : "somebody else";
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error;
    return error.code === "not-connected" ? "nobody" : "somebody else";
  }
}
