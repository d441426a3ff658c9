/** Commands of administrative tools: whom they talk to, and how they fail. */
import type { ClusterClient, ClusterOptions } from "../client/cluster_client.ts";
import { clusterOptions, commandSettings, openCluster } from "./cluster.ts";
import { errorText } from "./error_text.ts";
import { failureText } from "./failure_text.ts";
import { OptionError } from "./options/option_error.ts";
import type { ToolOutput } from "./output/tool_output.ts";
import type { ToolContext } from "./tool.ts";
import { ApiError } from "../protocol/errors.ts";

export const BOOTSTRAP_SERVER = {
  value: "servers",
  help: "The brokers to ask first, host:port separated by commas.",
} as const;
export const BOOTSTRAP_CONTROLLER = {
  value: "controllers",
  help: "The controllers to ask, instead of brokers.",
} as const;
export const COMMAND_CONFIG = {
  value: "file",
  help: "Properties file with settings of the admin client.",
} as const;

export interface AdminTarget {
  readonly servers: string | undefined;
  readonly controllers?: string | undefined;
  /** Path of a properties file. */
  readonly settings?: string | undefined;
}

/**
 * Opens the cluster for one command. What fails becomes one line, with the name of Kafka's error.
 *
 * @returns The exit code.
 */
export async function adminSession(
  { runtime, output }: ToolContext & { readonly output: ToolOutput },
  { servers, controllers, settings: path }: AdminTarget,
  use: (cluster: ClusterClient) => Promise<number>,
): Promise<number> {
  try {
    const settings = await commandSettings(runtime, path);
    const target: ClusterOptions = servers !== undefined
      ? clusterOptions(servers, settings)
      : { ...clusterOptions(controllers!, settings), bootstrapTo: "controllers" };
    const cluster = await openCluster(runtime, output, target);
    try {
      return await use(cluster);
    } finally {
      cluster.close();
    }
  } catch (error) {
    if (error instanceof OptionError) throw error;
    output.errorLine(error instanceof ApiError ? errorText(error) : failureText(error));
    return 1;
  }
}
