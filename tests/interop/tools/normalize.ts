/** What of the tools' output is not compared: ids, times, ports, paths, figures that were measured. */
import { sortedLogDirs, withoutFigures, withoutReports } from "../../cli/cluster_normalizers.ts";
import type { Places, Scenario } from "./scenarios.ts";

const ID = "[\\w-]{22}";

/** Notices of 4.x about its old flags stand among the results; ours leave them out, as 3.x does. */
const NOTICE = /^(?:Warning: |Option )?--\S+ (?:is|has been|option is) deprecated.*\n/gm;

/** Java's stack traces, with the line in front that names the exception. */
const TRACE =
  /^(?:\w+\.)+\w+(?:Exception|Error)(?::.*)?\n(?:\t(?:at|\.\.\.) .*\n|Caused by: .*\n)+/gm;

export function normalized(scenario: Scenario, output: string, places: Places): string {
  const lines = ofTool(scenario.tool, withoutPlaces(output, places))
    .replace(NOTICE, "")
    .replace(new RegExp(`(TopicId: |cluster.id=|directory.id=|Cluster ID: )${ID}`, "g"), "$1ID")
    .replace(new RegExp(`^(ClusterId: +)${ID}$`, "gm"), "$1ID")
    .replace(TRACE, "")
    .replace(/(127\.0\.0\.1[: ])\d{4,5}\b/g, "$1PORT")
    .replace(/\b1\d{12}\b/g, "T")
    .replace(/(console|perf)-consumer-\d+ */g, "$1-consumer-N ")
    .replace(/^\[B@[\da-f]+$/gm, "[B@N")
    .replace(/-[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/g, "-UUID")
    .trimEnd().split("\n").map((line) => membersInOrder(line.trimEnd()));
  // Of groups without a name, how many there are means nothing.
  return (scenario.isSorted ? [...new Set(lines.sort())] : lines).join("\n");
}

/** Java writes the members of an event in the order in which it happens to find them, another one now and then. */
function membersInOrder(line: string): string {
  if (!line.startsWith('{"timestamp":T,')) return line;
  return `{${line.slice(1, -1).split(/,(?=")/).sort().join(",")}}`;
}

function withoutPlaces(output: string, places: Places): string {
  return output.replaceAll(places.server, "SERVER").replaceAll(places.nobody, "NOBODY")
    .replaceAll(places.data, "DATA").replaceAll(places.files, "FILES");
}

function ofTool(tool: string, text: string): string {
  switch (tool) {
    case "kafka-storage":
      return text.replace(new RegExp(`^${ID}$`, "m"), "ID");
    case "kafka-log-dirs":
      return sortedLogDirs(text);
    case "kafka-replica-verification":
      return withoutReports(text);
    case "kafka-dump-log":
      // Times make a batch some bytes shorter or longer, and what is behind it stands elsewhere.
      return text.replace(
        /((?:crc|position|size|producerId|timestamp|lastTimestamp): )\d+/g,
        "$1N",
      );
    case "kafka-transactions":
      return text.replace(/^\d+( *\t)/gm, "N$1");
    case "kafka-features":
      return text.replace(/(Epoch: )\d+/g, "$1N");
    case "kafka-metadata-quorum":
      return text.replace(/^((?:LeaderEpoch|HighWatermark|MaxFollower\w+):\s+)\d+/gm, "$1N")
        .replace(/^\d.*$/gm, (row) => row.replace(/\d+/g, "N").replace(new RegExp(ID), "ID"));
    default:
      return withoutFigures(text);
  }
}
