/** What of the tools' output is not compared, since chance or a clock decides on it. */

/** Partitions come in an order that Kafka leaves to a hash table. */
export function sortedPartitions(text: string): string {
  return text.replace(/(?:^partition: .*\n)+/gm, (lines) => lines.split("\n").sort().join("\n"));
}

/** So do those of kafka-log-dirs; and the times in a batch make it some bytes shorter or longer. */
export function sortedLogDirs(text: string): string {
  return text.replace(/("partitions":\[)([^\]]*)\]/g, (_, start: string, list: string) => {
    const partitions = list.replace(/"size":\d+/g, '"size":N').split(/(?<=\}),/).sort();
    return `${start}${partitions.join(",")}]`;
  });
}

/** What was measured: times and rates; how many and how large the records are is compared. */
export function withoutFigures(text: string): string {
  return text
    .replace(/(records sent, )[^ ]+( records\/sec \()[^ ]+( MB\/sec\), ).*/g, "$1N$2N$3...")
    .replace(
      /^\d{4}[-/][^,]*, (?:\d{4}[-/][^,]*|0), ([\d.]+), [\d.]+, (\d+), .*$/gm,
      (_, megabytes: string, records: string) => `TIMES, ${megabytes}, N, ${records}, ...`,
    )
    .replace(/^(\d+\t)[\d.]+$/gm, "$1N")
    .replace(/^(Avg latency: ).*$/gm, "$1N")
    .replace(/^(Percentiles: ).*$/gm, "$1N")
    .replace(/"timestamp":\d+/g, '"timestamp":T')
    .replace(/"avg_throughput":[\d.E]+/g, '"avg_throughput":N');
}

/** Reports come until the tool is told to end, and the records are in some partition. */
export function withoutReports(text: string): string {
  return text.replace(/^\d{4}-\S+ [\d:,]+: /gm, "T: ").replace(/ at offset \d+ /g, " at offset N ");
}
