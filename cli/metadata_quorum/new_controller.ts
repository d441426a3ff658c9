/** The controller that `add-controller` is to make a voter: what its own files say. */
import type { QuorumEndpoint } from "../../client/admin/quorum.ts";
import { buildBrokerConfig } from "../../config/broker_config.ts";
import { ConfigError } from "../../config/config_error.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { META_PROPERTIES, readMetaProperties } from "../../storage/directories/meta_properties.ts";
import { readPropertiesAt } from "../client_settings.ts";

export interface NewController {
  readonly id: number;
  readonly directoryId: string;
  readonly endpoints: readonly QuorumEndpoint[];
}

/** @param path of its `server.properties` @throws {ConfigError | CorruptFileError} */
export async function newController(runtime: Runtime, path: string): Promise<NewController> {
  const file = await readPropertiesAt(runtime, path);
  const { node } = buildBrokerConfig({ file });
  if (!node.isController) {
    throw new ConfigError(
      "process.roles did not contain 'controller' in configuration file. " +
        "Is this a valid controller configuration file?",
    );
  }
  const metaPath = `${node.metadataLogDir}/${META_PROPERTIES}`;
  const meta = await readMetaProperties(runtime.disk, node.metadataLogDir);
  if (meta === null) throw new ConfigError(`Unable to read meta.properties from ${metaPath}`);
  if (meta.directoryId === null) throw new ConfigError(`No directory id found in ${metaPath}`);
  return {
    id: node.id,
    directoryId: meta.directoryId,
    endpoints: node.advertisedControllerListeners.map(({ name, host, port }) => ({
      name,
      host: host || "localhost",
      port,
    })),
  };
}
