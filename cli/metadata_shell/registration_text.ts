/** Registrations and partitions as Kafka's own classes print themselves. */
import {
  ACL_OPERATIONS,
  ACL_PATTERN_TYPES,
  ACL_PERMISSIONS,
  ACL_RESOURCE_TYPES,
} from "../../client/admin/acls.ts";
import { SECURITY_PROTOCOLS } from "../../config/listener.ts";
import type {
  AclImage,
  BrokerRegistration,
  ControllerRegistration,
  Endpoint,
  FeatureRange,
  PartitionImage,
} from "../../metadata/image/image.ts";

const RECOVERY_STATES = ["RECOVERED", "RECOVERING"];

/** `Name(field=value, ...)` */
export function objectText(name: string, fields: Readonly<Record<string, unknown>>): string {
  const texts = Object.entries(fields).map(([field, value]) => `${field}=${value}`);
  return `${name}(${texts.join(", ")})`;
}

export function brokerText(broker: BrokerRegistration): string {
  return objectText("BrokerRegistration", {
    id: broker.id,
    epoch: broker.epoch,
    incarnationId: broker.incarnationId,
    listeners: endpointsText(broker.endpoints),
    supportedFeatures: featuresText(broker.features),
    rack: broker.rack === null ? "Optional.empty" : `Optional[${broker.rack}]`,
    fenced: broker.fenced,
    inControlledShutdown: broker.inControlledShutdown,
    isMigratingZkBroker: broker.isMigratingZkBroker,
    directories: list(broker.logDirs),
    cordonedDirectories: list(broker.cordonedLogDirs),
  });
}

export function controllerText(controller: ControllerRegistration): string {
  return objectText("ControllerRegistration", {
    id: controller.id,
    incarnationId: controller.incarnationId,
    zkMigrationReady: controller.zkMigrationReady,
    listeners: endpointsText(controller.endpoints),
    supportedFeatures: featuresText(controller.features),
  });
}

export function partitionText(partition: PartitionImage): string {
  return objectText("PartitionRegistration", {
    replicas: list(partition.replicas),
    directories: list(partition.directories),
    isr: list(partition.isr),
    removingReplicas: list(partition.removingReplicas),
    addingReplicas: list(partition.addingReplicas),
    elr: list(partition.elr),
    lastKnownElr: list(partition.lastKnownElr),
    leader: partition.leader,
    leaderRecoveryState: RECOVERY_STATES[partition.leaderRecoveryState],
    leaderEpoch: partition.leaderEpoch,
    partitionEpoch: partition.partitionEpoch,
  });
}

export function aclText(acl: AclImage): string {
  return objectText("StandardAcl", {
    resourceType: ACL_RESOURCE_TYPES[acl.resourceType],
    resourceName: acl.resourceName,
    patternType: ACL_PATTERN_TYPES[acl.patternType],
    principal: acl.principal,
    host: acl.host,
    operation: ACL_OPERATIONS[acl.operation],
    permissionType: ACL_PERMISSIONS[acl.permissionType],
  });
}

function endpointsText(endpoints: readonly Endpoint[]): string {
  return list(endpoints.map(({ name, securityProtocol, host, port }) =>
    objectText("Endpoint", {
      listenerName: `'${name}'`,
      securityProtocol: SECURITY_PROTOCOLS[securityProtocol],
      host: `'${host}'`,
      port,
    })
  ));
}

function featuresText(features: ReadonlyMap<string, FeatureRange>): string {
  const texts = [...features].sort(([a], [b]) => a < b ? -1 : 1)
    .map(([name, { min, max }]) => `${name}: ${min}-${max}`);
  return `{${texts.join(", ")}}`;
}

function list(items: readonly unknown[]): string {
  return `[${items.join(", ")}]`;
}
