import { assertEquals, assertMatch } from "@std/assert";
import { type Case, ONE_NODE, STARTED } from "../case.ts";

function refused(
  name: string,
  environment: Readonly<Record<string, string>>,
  text: RegExp,
  flags: readonly string[] = [],
): Case {
  return {
    name: `refused with 1: ${name}`,
    async run(engine) {
      const node = await engine.start(environment, { flags });
      assertEquals(await engine.exitCode(node), 1);
      assertMatch(await engine.logs(node), text);
    },
  };
}

export const badInputCases: Case[] = [
  refused("no variables at all", {}, /^KAFKA_ZOOKEEPER_CONNECT is required\./m),
  refused(
    "no advertised listeners",
    { KAFKA_ZOOKEEPER_CONNECT: "zookeeper:2181" },
    /^KAFKA_ADVERTISED_LISTENERS is required\./m,
  ),
  refused(
    "no cluster id",
    { ...ONE_NODE, CLUSTER_ID: "" },
    /^CLUSTER_ID is required\./m,
  ),
  refused(
    "a cluster id that is none",
    { ...ONE_NODE, CLUSTER_ID: "abc" },
    /Cluster ID string abc does not appear to be a valid UUID/,
  ),
  refused(
    "a malformed listener",
    { ...ONE_NODE, KAFKA_LISTENERS: "PLAINTEXT:19092,CONTROLLER://:19093" },
    /PLAINTEXT:19092/,
  ),
  refused(
    "a data directory that can't be written",
    { ...ONE_NODE, KAFKA_DATA_DIRS: "/root" },
    /Path \/root is not writable for uid 1000[^]*FAILED !/,
  ),
  {
    name: "refused with 1: a port in use",
    async run(engine) {
      await engine.waitForLog(await engine.start(ONE_NODE), STARTED);
      const second = await engine.start(ONE_NODE);
      assertEquals(await engine.exitCode(second), 1);
      assertMatch(await engine.logs(second), /:1909[23] .*Address already in use/);
    },
  },
  {
    name: "another cluster id on a volume that is formatted: said, and the volume's is kept",
    async run(engine) {
      const volume = `ottla-test-${Deno.pid}`;
      const flags = ["-v", `${volume}:/var/lib/kafka/data`];
      try {
        const first = await engine.start(ONE_NODE, { flags });
        await engine.waitForLog(first, STARTED);
        await engine.docker("stop", first);
        const CLUSTER_ID = "4L6g3nShT-eMCtK--X86sw";
        const second = await engine.start({ ...ONE_NODE, CLUSTER_ID }, { flags });
        const log = await engine.waitForLog(second, STARTED);
        assertMatch(log, /^CLUSTER_ID is 4L6g3nShT-eMCtK--X86sw, but .* MkU3OEVBNTcwNTJENDM2Qk/m);
      } finally {
        await engine.cleanUp();
        await engine.docker("volume", "rm", "-f", volume);
      }
    },
  },
];
