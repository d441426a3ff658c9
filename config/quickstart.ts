/**
 * Settings of a start without a file: one node on localhost that does everything, with the replication factors of the
 * internal topics lowered to what one node can hold. Not lowered: `group.initial.rebalance.delay.ms`, which Kafka's own
 * single-node KRaft file leaves at its default too.
 */
import { parseListener } from "./listener.ts";
import type { Properties } from "./properties_file.ts";
import { splitList } from "./split_list.ts";
import { COORDINATOR_NODE_ID } from "./zookeeper.ts";

/** Of both roles in one process, and of a broker alone. */
const NODE_ID = 1;
const BROKER_LISTENER = "PLAINTEXT://localhost:9092";
const CONTROLLER_LISTENER = "CONTROLLER://localhost:9093";

/**
 * The layer below everything that was given, without a key that is given already.
 *
 * With one role alone (`--role broker`, `--role coordinator`) two processes started like this find each other: the
 * coordinator is node {@linkcode COORDINATOR_NODE_ID} at `localhost:9093` and keeps its log in `./data-coordinator`.
 *
 * @param given what flags and environment say.
 * @throws {ConfigError} for given listeners of another form than NAME://host:port.
 */
export function quickstartSettings(given: Properties): Map<string, string> {
  const roles = splitList(given.get("process.roles") ?? "broker,controller");
  const isBroker = roles.includes("broker");
  const isCoordinator = roles.includes("controller") || roles.includes("coordinator");
  const alone = !isBroker || !isCoordinator;
  const id = given.get("node.id") ?? given.get("broker.id") ??
    String(isBroker ? NODE_ID : COORDINATOR_NODE_ID);
  const listeners = given.get("listeners") ?? [
    ...isBroker ? [BROKER_LISTENER] : [],
    ...isCoordinator ? [CONTROLLER_LISTENER] : [],
  ].join(",");
  const names = given.get("controller.listener.names") ?? "CONTROLLER";
  const controllerListener = splitList(listeners).map((it) => parseListener("listeners", it))
    .find((it) => it.name === splitList(names)[0]);
  const port = (controllerListener ?? parseListener("listeners", CONTROLLER_LISTENER)).port;
  const voterId = isCoordinator ? id : COORDINATOR_NODE_ID;

  const settings: [string, string][] = [
    ["process.roles", roles.join(",")],
    ["node.id", id],
    ["listeners", listeners],
    ["controller.listener.names", names],
    ["controller.quorum.voters", `${voterId}@localhost:${port}`],
    ["log.dirs", alone && isCoordinator ? "./data-coordinator" : "./data"],
    ["offsets.topic.replication.factor", "1"],
    ["transaction.state.log.replication.factor", "1"],
    ["transaction.state.log.min.isr", "1"],
    ["share.coordinator.state.topic.replication.factor", "1"],
    ["share.coordinator.state.topic.min.isr", "1"],
  ];
  const replaced = new Set(given.keys());
  if (given.has("broker.id")) replaced.add("node.id");
  if (given.has("log.dir")) replaced.add("log.dirs");
  if (given.has("controller.quorum.bootstrap.servers")) replaced.add("controller.quorum.voters");
  return new Map(settings.filter(([key]) => !replaced.has(key)));
}

/** Whether what was given says nothing of the node's place in a cluster, so that {@linkcode quickstartSettings} are due. */
export function needsQuickstart(given: Properties): boolean {
  return !given.get("process.roles")?.trim() && !given.get("zookeeper.connect")?.trim();
}
