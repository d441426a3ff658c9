/** A whole node, broker and coordinator, on a simulated machine. */
import { buildBrokerConfig } from "../../config/broker_config.ts";
import { quickstartSettings } from "../../config/quickstart.ts";
import { LATEST_METADATA_VERSION } from "../../metadata/features.ts";
import { formatDirectories } from "../../metadata/format/format_directories.ts";
import { type RunningNode, startNode } from "../../node/start_node.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { SimulatedWorld } from "../../runtime/simulated/world.ts";
import type { LogsLoaded } from "../../storage/log_loading.ts";
import { RawClient } from "../network/simulated_server.ts";

export interface SimulatedNodeOptions {
  readonly settings?: Readonly<Record<string, string>>;
  readonly clusterId?: string;
  readonly port?: number;
  readonly startMs?: number;
  readonly seed?: number;
  /** The only log directory. */
  readonly directory?: string;
}

export class SimulatedNode {
  readonly world: SimulatedWorld;
  readonly port: number;
  node!: RunningNode;
  readonly directory: string;
  readonly fatal: unknown[] = [];
  /** What each start told of the loading of logs. */
  readonly loading: LogsLoaded[] = [];

  constructor(readonly options: SimulatedNodeOptions = {}) {
    this.world = new SimulatedWorld({ seed: options.seed ?? 1, startMs: options.startMs });
    this.port = options.port ?? 9092;
    this.directory = options.directory ?? "/data";
  }

  get runtime(): Runtime {
    return this.world.node("localhost");
  }

  async start(): Promise<this> {
    const { settings, clusterId } = this.options;
    const { runtime, port } = this;
    const given = new Map(Object.entries({
      "log.dirs": this.directory,
      "listeners": `PLAINTEXT://localhost:${port},CONTROLLER://localhost:${port + 1}`,
      "controller.quorum.voters": `1@localhost:${port + 1}`,
      ...settings,
    }));
    const config = buildBrokerConfig({ defaults: quickstartSettings(given), overrides: given });
    if (clusterId !== undefined) {
      await this.world.runUntil(formatDirectories({
        runtime,
        clusterId,
        nodeId: 1,
        directories: [this.directory],
        metadataDirectory: this.directory,
        metadataVersion: LATEST_METADATA_VERSION,
        initialVoters: { kind: "none" },
        ignoreFormatted: false,
      }));
    }
    const starting = startNode({
      runtime,
      config,
      mayFormat: true,
      onLogsLoaded: (progress) => this.loading.push(progress),
      onFatal: (error) => this.fatal.push(error),
    });
    this.node = await this.world.runUntil(starting);
    return this;
  }

  async client(): Promise<RawClient> {
    const client = new RawClient();
    client.connection = await this.world.runUntil(
      this.runtime.network.connect({ host: "localhost", port: this.port, timeoutMs: 1000 }),
    );
    client.connection.receive(client);
    return client;
  }

  async stop(): Promise<void> {
    await this.world.runUntil(this.node.stop());
  }
}
