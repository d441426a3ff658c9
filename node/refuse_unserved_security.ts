/** What a node can't serve yet it does not start with: a listener that was to be secured would stand open to everybody. */
import { ConfigError } from "../config/config_error.ts";
import type { BrokerConfig } from "../config/broker_config.ts";
import type { NodeLayout } from "../config/node_layout.ts";
import { logger } from "./logger.ts";

/** @throws {ConfigError} For a listener with TLS or SASL, its own or that of the controllers it talks to. */
export function refuseUnservedProtocols(
  { listeners, controllerListenerNames, controllerSecurityProtocol }: NodeLayout,
): void {
  const controllers = {
    name: controllerListenerNames[0],
    protocol: controllerSecurityProtocol,
  };
  for (const { name, protocol } of [...listeners, controllers]) {
    if (protocol === "PLAINTEXT") continue;
    throw new ConfigError(
      `listener.security.protocol.map: ${protocol} of listener ${name} is not served yet, only PLAINTEXT is`,
      "listener.security.protocol.map",
    );
  }
}

/**
 * ACLs are not enforced yet: with an authorizer a node starts only where everybody may do what no ACL names anyway.
 *
 * @throws {ConfigError}
 */
export function refuseUnservedAuthorizer(config: BrokerConfig): void {
  const authorizer = config.get("authorizer.class.name");
  if (authorizer === "") return;
  const open = config.given.get("allow.everyone.if.no.acl.found")?.trim().toLowerCase() === "true";
  if (!open) {
    throw new ConfigError(
      `Invalid value ${authorizer} for configuration authorizer.class.name: ACLs are not enforced yet, ` +
        "without allow.everyone.if.no.acl.found=true what it keeps from clients would stand open",
      "authorizer.class.name",
    );
  }
  logger.warn("ACLs are not enforced yet: authorizer.class.name is kept and ignored");
}
