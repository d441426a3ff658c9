/** `kafka-reassign-partitions --generate`: a plan that spreads topics over brokers. */
import type { ClusterClient } from "../../client/cluster_client.ts";
import { named } from "../cluster.ts";
import { OptionError } from "../options/option_error.ts";
import type { ToolOutput } from "../output/tool_output.ts";
import { placeReplicas } from "./place_replicas.ts";
import { ANY_DIRECTORY, parseTopics, planText, repeated } from "./plan_file.ts";
import { presentPlan } from "./present_plan.ts";

export interface GenerateOptions {
  readonly topicsText: string;
  readonly brokerList: string;
  readonly isRackAware: boolean;
}

/** @throws {JsonError | OptionError | ApiError} */
export async function generatePlan(
  cluster: ClusterClient,
  output: ToolOutput,
  { topicsText, brokerList, isRackAware }: GenerateOptions,
): Promise<void> {
  const brokers = parseBrokers(brokerList);
  const topics = parseTopics(topicsText);
  const present = await presentPlan(cluster, topics);
  const nodes = (await named("listNodes", cluster.nodes()))
    .filter(({ id }) => brokers.includes(id))
    .map((node) => isRackAware ? node : { ...node, rack: null });
  const proposed = [...Map.groupBy(present, ({ topic }) => topic).values()].flatMap(
    (partitions) => {
      const { random } = cluster.runtime;
      const factor = partitions[0].replicas.length;
      const placed = placeReplicas(random, nodes, partitions.length, factor);
      return partitions.map(({ topic, partition }, i) => ({
        topic,
        partition,
        replicas: placed[i],
        directories: placed[i].map(() => ANY_DIRECTORY),
      }));
    },
  );
  output.line(`Current partition replica assignment\n${planText(present)}\n`);
  output.line(`Proposed partition reassignment configuration\n${planText(proposed)}`);
}

/** @throws {OptionError} */
function parseBrokers(text: string): number[] {
  const brokers = text.split(",").map((word) => {
    if (!/^[+-]?\d+$/.test(word)) throw new OptionError(`For input string: "${word}"`);
    return Number(word);
  });
  const twice = repeated(brokers);
  if (twice.length === 0) return brokers;
  throw new OptionError(`Broker list contains duplicate entries: [${twice.join(", ")}]`);
}
