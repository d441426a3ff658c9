/** The everyday scenario, typed into a real terminal: with Ottla's tools and with Apache's. */
import { assert } from "@std/assert";
import { ApacheKafka } from "../harness/apache_kafka.ts";
import { KAFKA_VERSIONS } from "../harness/apache_tools.ts";
import { isInstalled } from "../harness/command.ts";
import { nameThisMachine } from "../harness/host_name.ts";
import { ottlaCommand } from "../harness/ottla.ts";
import { freePorts, isListening } from "../harness/ports.ts";
import type { Suite, SuiteRun } from "../harness/suite.ts";
import { Terminal } from "../harness/terminal.ts";

const HOST = "kafka";
const PORT = 9092;
const TOPIC = "hello-kafka";
const TOOLS = ["kafka-topics", "kafka-console-producer", "kafka-console-consumer"];
const LINES = ["hello", "does each line arrive", "as soon as it is typed?"];
/** "As soon as": a reader sees no wait. */
const AT_ONCE_MS = 2000;

export const scenario: Suite = {
  name: "scenario",
  async run(suite) {
    if (!await isInstalled("tmux")) return suite.skip("all", "tmux");
    const takeBack = await nameThisMachine(HOST);
    if (takeBack === null) {
      return suite.skip("all", `a host called ${HOST} (root may add it to /etc/hosts)`);
    }
    try {
      await played(suite, "Ottla's tools", true, (tool) => [...ottlaCommand(), tool]);
      for (const version of KAFKA_VERSIONS) {
        const name = `Apache's ${version}`;
        const missing = await ApacheKafka.install(suite.cache, version);
        if (missing !== null) {
          suite.skip(name, missing);
          continue;
        }
        const kafka = ApacheKafka.installed(suite.cache, version);
        // The newest line has no --broker-list any more.
        await played(suite, name, version.startsWith("3"), (tool) => {
          const [program, args] = kafka.command(tool, []);
          return [program, ...args];
        });
      }
    } finally {
      await takeBack();
    }
  },
};

/** One play of the scenario. `hasBrokerList`: the producer knows the flag of old. */
async function played(
  suite: SuiteRun,
  name: string,
  hasBrokerList: boolean,
  command: (tool: string) => string[],
): Promise<void> {
  const bin = `${suite.directory}/${name.replaceAll(/\W/g, "-")}`;
  await Deno.mkdir(bin);
  for (const tool of TOOLS) {
    const words = command(tool).map((word) => `'${word}'`).join(" ");
    await Deno.writeTextFile(`${bin}/${tool}`, `#!/bin/sh\nexec ${words} "$@"\n`, { mode: 0o755 });
  }
  const terminal = new Terminal(bin);
  const [controllerPort, otherPort] = freePorts(2);
  const address = `${HOST}:${await isListening(PORT) ? otherPort : PORT}`;
  const ottla = await suite.startOttla({
    directory: `${bin}/ottla`,
    overrides: {
      "listeners": `PLAINTEXT://${address},CONTROLLER://127.0.0.1:${controllerPort}`,
      "controller.quorum.voters": `1@127.0.0.1:${controllerPort}`,
    },
  });
  try {
    await suite.case(name, () => play(terminal, address, hasBrokerList));
  } finally {
    await terminal.close();
    await ottla.kill();
  }
}

async function play(terminal: Terminal, address: string, hasBrokerList: boolean): Promise<void> {
  const server = `--bootstrap-server ${address}`;
  const first = await terminal.open();
  await terminal.type(first, `kafka-topics --create ${server} --topic ${TOPIC}`);
  await terminal.waitFor(first, new RegExp(`^Created topic ${TOPIC}\\.\\n\\$`, "m"));
  await terminal.clear(first);
  await terminal.type(first, `kafka-topics --list ${server}`);
  await terminal.waitFor(first, new RegExp(`^${TOPIC}\\n\\$`, "m"));
  await terminal.clear(first);
  const flag = hasBrokerList ? "--broker-list" : "--bootstrap-server";
  await terminal.type(first, `kafka-console-producer ${flag} ${address} --topic ${TOPIC}`);
  await terminal.waitFor(first, /^>/m);

  const second = await terminal.open();
  const consumer = `kafka-console-consumer ${server} --topic ${TOPIC} --from-beginning`;
  await terminal.type(second, consumer);
  for (const [index, line] of LINES.entries()) {
    await terminal.type(first, line);
    await terminal.waitFor(first, new RegExp(`^>${escape(line)}\\n>`, "m"));
    const shown = LINES.slice(0, index + 1).map(escape).join("\\n");
    const ms = await terminal.waitFor(
      second,
      new RegExp(`--from-beginning\\n(.*\\n)?${shown}\\s*$`),
    );
    // A notice of the client's own may come first. The first line waits for the consumer to start.
    assert(index === 0 || ms < AT_ONCE_MS, `"${line}" was shown ${ms.toFixed(0)} ms later`);
  }
  await terminal.press(second, "C-c");
  await terminal.waitFor(second, /Processed a total of 3 messages\s+\$/);
  await terminal.press(first, "C-c");
  await terminal.waitFor(first, /\^C\s*\$\s*$/);
  await terminal.clear(first);
  await terminal.type(first, `kafka-topics --delete ${server} --topic ${TOPIC}`);
  await terminal.waitFor(first, /--topic hello-kafka\n\$/);
}

function escape(text: string): string {
  return text.replaceAll(/[?.]/g, "\\$&");
}
