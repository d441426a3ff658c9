/** `docker-image kafka-ready`, `zk-ready`, `listeners`: what the image's `cub` is made of. */
import { ClusterClient } from "../../client/cluster_client.ts";
import { ConnectionError } from "../../client/errors.ts";
import { zooKeeperAddress } from "../../config/zookeeper.ts";
import { ApiError } from "../../protocol/errors.ts";
import { type Runtime, RuntimeError } from "../../runtime/runtime.ts";
import { command } from "../argument_tool.ts";
import { clusterOptions, commandSettings } from "../cluster.ts";
import { OptionError } from "../options/option_error.ts";
import { serversOf } from "../zookeeper_shell/connect_string.ts";
import { EnvironmentError } from "./environment_error.ts";

const ASK_AGAIN_MS = 200;
const ATTEMPT_MS = 2000;

export const kafkaReadyCommand = command({
  help: "Wait until a cluster has as many brokers as asked for: kafka-ready MIN_BROKERS SECONDS.",
  flags: {
    "bootstrap-servers": { value: "servers", short: "b", help: "Where to find the cluster." },
    "zookeeper": { value: "connect", short: "z", help: "The coordinator that stands in for it." },
    "config": { value: "file", short: "c", help: "Properties file with settings of the client." },
    "security-protocol": { value: "protocol", short: "s", help: "PLAINTEXT." },
  },
  takesWords: true,
  async run(options, { runtime, output }) {
    const brokers = options.value("bootstrap-servers");
    const zooKeeper = options.value("zookeeper");
    const servers = brokers ?? zooKeeper;
    if (servers === undefined) throw new OptionError("kafka-ready needs -b SERVERS or -z CONNECT");
    const protocol = options.value("security-protocol") ?? "PLAINTEXT";
    if (protocol !== "PLAINTEXT") {
      throw new OptionError(`--security-protocol ${protocol}: there is PLAINTEXT`);
    }
    const [minBrokers, seconds] = numbers(options.words, 2, "kafka-ready MIN_BROKERS SECONDS");
    const settings = await commandSettings(runtime, options.value("config"));
    let seen = 0;
    const isReady = await within(runtime, seconds, async () => {
      seen = brokers === undefined
        ? await countRegistered(runtime, zooKeeper!)
        : await countBrokers(runtime, {
          ...clusterOptions(brokers, settings),
          requestTimeoutMs: ATTEMPT_MS,
          connectTimeoutMs: ATTEMPT_MS,
          timeoutMs: ATTEMPT_MS,
        });
      return seen >= minBrokers;
    });
    if (isReady) return 0;
    output.errorLine(
      `Expected ${minBrokers} brokers but found only ${seen} at ${servers} within ${seconds} s`,
    );
    return 1;
  },
});

export const zkReadyCommand = command({
  help: "Wait until somebody listens where a ZooKeeper would: zk-ready CONNECT SECONDS.",
  flags: {},
  takesWords: true,
  async run({ words }, { runtime, output }) {
    const [connect, ...rest] = words;
    const [seconds] = numbers(rest, 1, "zk-ready CONNECT SECONDS");
    const address = zooKeeperAddress(new Map([["zookeeper.connect", connect]]));
    const isReady = await within(runtime, seconds, async () => {
      try {
        (await runtime.network.connect({ ...address, timeoutMs: ATTEMPT_MS })).abort();
        return true;
      } catch (error) {
        if (error instanceof RuntimeError) return false;
        throw error;
      }
    });
    if (isReady) return 0;
    output.errorLine(`Nobody listens at ${connect} within ${seconds} s`);
    return 1;
  },
});

export const listenersCommand = command({
  help: "Print advertised listeners as those to bind: the same ports on every interface.",
  flags: {},
  takesWords: true,
  run({ words }, { output }) {
    for (const text of words) {
      const listeners = text.split(",").filter((it) => it.trim() !== "");
      for (const listener of listeners) {
        if (!/^\s*[^:]+:\/\/.*:\d+\s*$/.test(listener)) {
          throw new EnvironmentError(`${listener} is no listener: NAME://host:port`);
        }
      }
      output.line(listeners.map((it) => it.replace(/:\/\/.*:/, "://0.0.0.0:")).join(","));
    }
    return Promise.resolve(0);
  },
});

function numbers(words: readonly string[], count: number, usage: string): number[] {
  if (words.length !== count || !words.every((word) => /^\d{1,9}$/.test(word))) {
    throw new OptionError(`usage: ${usage}`);
  }
  return words.map(Number);
}

/** Tries at once, then again and again; false when the time is up. */
async function within(
  { clock }: Runtime,
  seconds: number,
  succeeds: () => Promise<boolean>,
): Promise<boolean> {
  const deadlineMs = clock.monotonic() + seconds * 1000;
  while (!await succeeds()) {
    if (clock.monotonic() >= deadlineMs) return false;
    await clock.sleep(ASK_AGAIN_MS);
  }
  return true;
}

/** The brokers that the coordinator in a ZooKeeper's place takes for alive. */
async function countRegistered(runtime: Runtime, connect: string): Promise<number> {
  const { readClusterState } = await import("../zookeeper_shell/cluster_state.ts");
  try {
    const { image } = await readClusterState(runtime, serversOf(connect), ATTEMPT_MS);
    return [...image.brokers.values()].filter(({ fenced }) => !fenced).length;
  } catch (error) {
    if (error instanceof ConnectionError || error instanceof ApiError) return 0;
    throw error;
  }
}

async function countBrokers(
  runtime: Runtime,
  options: ConstructorParameters<typeof ClusterClient>[1],
): Promise<number> {
  const cluster = new ClusterClient(runtime, options);
  try {
    return (await cluster.refresh([])).nodes.size;
  } catch (error) {
    if (error instanceof ConnectionError || error instanceof ApiError) return 0;
    throw error;
  } finally {
    cluster.close();
  }
}
