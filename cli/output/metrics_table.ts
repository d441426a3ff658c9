/** `--print-metrics`: what was measured, under the names of Kafka's metrics. */

export interface Metric {
  readonly group: string;
  readonly name: string;
  /** `client-id` and the like, by name. */
  readonly tags: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A heading and a line for each, by name, as Kafka's tools print them. */
export function metricsTable(metrics: readonly Metric[]): string {
  const rows = metrics.map(({ group, name, tags, value }) => {
    const texts = Object.entries(tags).sort(([a], [b]) => a < b ? -1 : 1)
      .map(([tag, text]) => `${tag}=${text}`);
    return { name: `${group}:${name}:{${texts.join(", ")}}`, value: value.toFixed(3) };
  }).sort((a, b) => a.name < b.name ? -1 : 1);
  const width = Math.max(...rows.map(({ name }) => name.length));
  const lines = rows.map(({ name, value }) => `${name.padEnd(width)} : ${value}\n`);
  return `\n${"Metric Name".padEnd(width)}   Value\n${lines.join("")}`;
}
