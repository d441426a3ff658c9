/** What kafka-e2e-latency says of its measurements. */
import type { ToolOutput } from "../output/tool_output.ts";

/** Every so many-th latency is printed when it is measured. */
export const REPORT_EVERY = 1000;
const PERCENTILES = [["50th", 0.5], ["99th", 0.99], ["99.9th", 0.999]] as const;

export function printLatencies(output: ToolOutput, latenciesMs: readonly number[]): void {
  const sum = latenciesMs.reduce((total, ms) => total + ms, 0);
  output.line(`Avg latency: ${(sum / latenciesMs.length).toFixed(4)} ms`);
  const whole = latenciesMs.map(Math.trunc).sort((a, b) => a - b);
  const percentiles = PERCENTILES.map(([name, part]) =>
    `${name} = ${whole[Math.trunc(whole.length * part)] ?? whole.at(-1)}`
  );
  output.line(`Percentiles: ${percentiles.join(", ")}`);
}
