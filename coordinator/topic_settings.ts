/** Effective values of the topic configs that controllers act on. */
import { configResourceKey, ConfigResourceType, type TopicImage } from "../metadata/image/image.ts";
import type { ControllerState } from "./decision.ts";

type Source = Pick<ControllerState, "image" | "settings">;

/**
 * The override of the topic, else this controller's own dynamic config, else the cluster's default, else null for the
 * static file. Other nodes' overrides do not count.
 */
function effective({ image, settings }: Source, topic: string, key: string): string | null {
  const resources = [
    configResourceKey(ConfigResourceType.TOPIC, topic),
    configResourceKey(ConfigResourceType.BROKER, String(settings.nodeId)),
    configResourceKey(ConfigResourceType.BROKER, ""),
  ];
  for (const resource of resources) {
    const value = image.configs.get(resource)?.get(key);
    if (value !== undefined) return value;
  }
  return null;
}

/** `min.insync.replicas` as far as the topic's replication factor can meet it. */
export function effectiveMinIsr(source: Source, topic: TopicImage): number {
  const value = effective(source, topic.name, "min.insync.replicas");
  const minIsr = value === null ? source.settings.minInsyncReplicas : Number(value);
  return Math.min(minIsr, topic.partitions[0]?.replicas.length ?? minIsr);
}

/** `unclean.leader.election.enable` */
export function uncleanElectionEnabled(source: Source, topic: string): boolean {
  const value = effective(source, topic, "unclean.leader.election.enable");
  return value === null ? source.settings.uncleanLeaderElection : value === "true";
}
