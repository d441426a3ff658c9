/** The topics that Kafka Streams made for an application. */
import type { ClusterClient } from "../../client/cluster_client.ts";
import { deleteTopics } from "../../client/admin/topics.ts";
import { named } from "../cluster.ts";
import { OptionError } from "../options/option_error.ts";
import type { ToolOutput } from "../output/tool_output.ts";

const FORMAT =
  /(?:-changelog|-repartition)$|-KTABLE-FK-JOIN-SUBSCRIPTION-(?:REGISTRATION|RESPONSE)-\d+-topic$/;

/** By their names. */
export function internalTopics(topics: readonly string[], applicationId: string): string[] {
  return topics.filter((name) => name.startsWith(`${applicationId}-`) && FORMAT.test(name));
}

export interface DeletionOptions {
  readonly inferred: readonly string[];
  /** Null: all of them. */
  readonly specified: readonly string[] | null;
  readonly isDryRun: boolean;
}

/** @throws {OptionError} If others are specified. @throws {ApiError} */
export async function deleteInternalTopics(
  cluster: ClusterClient,
  output: ToolOutput,
  { inferred, specified, isDryRun }: DeletionOptions,
): Promise<void> {
  if (specified !== null && !specified.every((name) => inferred.includes(name))) {
    throw new OptionError(
      "Invalid topic specified in the --internal-topics option. Ensure that the topics specified " +
        "are all internal topics. Do a dry run without the --internal-topics option to see the " +
        "list of all internal topics that can be deleted.",
    );
  }
  const topics = specified ?? inferred;
  const kind = specified === null ? "inferred" : "specified";
  output.line(`Deleting ${kind} internal topics [${topics.join(", ")}]`);
  if (!isDryRun && topics.length > 0) {
    const outcomes = await named("deleteTopics", deleteTopics(cluster, topics, cluster.options));
    for (const { error } of outcomes) if (error !== null) throw error;
  }
  output.line("Done.");
}
