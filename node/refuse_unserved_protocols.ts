/** What a node can't serve yet it does not start with: a listener that was to be secured would stand open to everybody. */
import { ConfigError } from "../config/config_error.ts";
import type { NodeLayout } from "../config/node_layout.ts";

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
