/**
 * Testcontainers' Kafka modules, which put a start script of their own into the container and wait for lines of its log.
 * They need ports mapped to the machine's, so an engine with bridge networks.
 */
import { assertEquals } from "@std/assert";
import { isInstalled } from "../../interop/harness/command.ts";
import type { Case } from "../case.ts";
import { type Engine, run, Skipped } from "../engine.ts";

const SOURCES = new URL("../testcontainers/", import.meta.url).pathname;
const CACHE = new URL("../../../.cache/testcontainers/", import.meta.url).pathname;
/** Of 12 lines, the newest that runs on Node.js 20. */
const NODE_PACKAGES = ["@testcontainers/kafka@11", "testcontainers@11", "kafkajs@2.2.4"];
/** Its helper that removes what is left behind is an image of theirs, which need not be there. */
const ENVIRONMENT = [
  "env",
  "TESTCONTAINERS_RYUK_DISABLED=true",
  "TESTCONTAINERS_HOST_OVERRIDE=localhost",
];

async function prepare(engine: Engine, ...programs: string[]): Promise<void> {
  if (!engine.hasBridge) throw new Skipped("this engine has no bridge networks");
  for (const program of programs) {
    if (!await isInstalled(program)) throw new Skipped(`${program} is not installed`);
  }
  await Deno.mkdir(CACHE, { recursive: true });
}

/** Runs to the end. @throws {Error} With what it printed, where it fails. */
async function ok(command: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await run(command, { seconds: 300 });
  if (code !== 0) throw new Error(`${command.join(" ")}: ${stdout}${stderr}`.slice(-2000));
  return stdout;
}

/** Each line of a suite's output is a case that passed. */
function assertPassed(output: string, count: number, say: (line: string) => void): void {
  const lines = output.trim().split("\n");
  for (const line of lines) say(line);
  assertEquals(lines.filter((line) => line.startsWith("ok ")).length, count, output);
}

export const testcontainersCases: Case[] = [
  {
    name: "Testcontainers of Node.js: with ZooKeeper inside and outside, KRaft old and new",
    async run(engine, say) {
      await prepare(engine, "node", "npm");
      await engine.docker("tag", engine.image, engine.image.replace(/:.*/, ":7.3.0"));
      await ok([
        "npm",
        "install",
        "--silent",
        "--no-audit",
        "--no-fund",
        "--prefix",
        CACHE,
        ...NODE_PACKAGES,
      ]);
      const node = ["node", `${SOURCES}node.mjs`, engine.image, CACHE];
      assertPassed(await ok([...ENVIRONMENT, ...node]), 4, say);
    },
  },
  {
    name: "Testcontainers of Java: KafkaContainer of both generations, ConfluentKafkaContainer",
    async run(engine, say) {
      await prepare(engine, "java", "javac", "mvn");
      const jars = `${CACHE}jars`;
      await ok([
        "mvn",
        "-q",
        "-B",
        "-f",
        `${SOURCES}pom.xml`,
        "dependency:copy-dependencies",
        `-DoutputDirectory=${jars}`,
      ]);
      const classPath = `${jars}/*:${CACHE}classes`;
      const source = `${SOURCES}Testcontainers.java`;
      await ok(["javac", "-nowarn", "-cp", classPath, "-d", `${CACHE}classes`, source]);
      const java = ["java", "-cp", classPath, "Testcontainers", engine.image];
      assertPassed(await ok([...ENVIRONMENT, ...java]), 8, say);
    },
  },
];
