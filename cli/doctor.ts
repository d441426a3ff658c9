/** `ottla doctor`: why a client on this machine does or does not reach the cluster, and what to set. */
import { type HostAndPort, parseBootstrapServers } from "../client/bootstrap.ts";
import { argumentTool, command } from "./argument_tool.ts";
import { diagnose, type Finding } from "./doctor/diagnosis.ts";
import { probe } from "./doctor/probe.ts";
import { ArgumentError } from "./options/option_error.ts";
import type { Paint } from "./output/paint.ts";

const TIMEOUT_MS = 3000;

export const doctor = argumentTool({
  name: "doctor",
  program: "ottla doctor",
  description: "Explain why clients on this machine do or do not reach a cluster.",
  helpExitCode: 0,
  commands: command({
    help:
      "Tries the bootstrap addresses, then those that the brokers advertise, from where it runs.",
    flags: {
      "bootstrap-server": {
        value: "host:port,host:port",
        help: "What the client is given. Default: localhost:9092.",
      },
      "timeout": { value: "milliseconds", type: "Integer", help: "For each step. Default: 3000." },
    },
    lists: true,
    async run(options, { runtime, output }) {
      const timeoutMs = options.number("timeout") ?? TIMEOUT_MS;
      const addresses = parse(options.value("bootstrap-server") ?? "localhost:9092");
      const findings = await diagnose(addresses, (address) => probe(runtime, address, timeoutMs));
      const ok = findings.every((finding) => finding.ok);
      if (output.isJson) output.json({ ok, findings });
      else output.write(report(findings, output.paint));
      return ok ? 0 : 1;
    },
  }),
});

function parse(text: string): HostAndPort[] {
  try {
    return parseBootstrapServers(text);
  } catch (error) {
    throw new ArgumentError(`argument --bootstrap-server: ${(error as Error).message}`);
  }
}

function report(findings: readonly Finding[], paint: Paint): string {
  const lines = findings.flatMap(({ ok, text, remedy }) => [
    `${ok ? paint.good("ok  ") : paint.bad("FAIL")} ${text}`,
    ...remedy.map((line) => `     ${line}`),
  ]);
  const summary = findings.every(({ ok }) => ok)
    ? "Clients on this machine reach the cluster."
    : "Clients on this machine do not get through to all of the cluster.";
  return `${lines.join("\n")}\n${paint.strong(summary)}\n`;
}
