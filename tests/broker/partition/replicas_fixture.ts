/** The replicas of a broker, on logs of a simulated machine. */
import { ReplicaManager } from "../../../broker/partition/replica_manager.ts";
import { EMPTY_IMAGE } from "../../../metadata/image/empty_image.ts";
import type { MetadataImage } from "../../../metadata/image/image.ts";
import { ApiError } from "../../../protocol/errors.ts";
import { LogManager } from "../../../storage/log_manager.ts";
import type { LogConfig } from "../../../storage/types.ts";
import { DEFAULT_CONFIG, type LogFixture } from "../../storage/log_fixture.ts";
import { changeOf, idOf, imageOf, type ImageParts } from "../images.ts";
import { ME } from "./partition_fixture.ts";

export const DIRECTORY = "/data";

export class Replicas {
  image: MetadataImage = EMPTY_IMAGE;
  readonly errors: string[] = [];
  /** Topics whose configuration was asked for. */
  configured: string[] = [];
  minInSyncReplicas = 1;
  readonly manager: ReplicaManager;

  private constructor(readonly fixture: LogFixture, readonly logs: LogManager) {
    this.manager = new ReplicaManager({
      brokerId: ME,
      logs,
      logConfig: (topic, change) => this.#config(topic, change.after),
      minInSyncReplicas: () => this.minInSyncReplicas,
      onError: (message) => this.errors.push(message),
    });
    this.manager.isKnown = (topic, index) =>
      this.image.topics.byName.get(topic)?.partitions[index] !== undefined;
  }

  static async open(fixture: LogFixture, memoryBytes?: number): Promise<Replicas> {
    const { disk, clock, random } = fixture.runtime;
    await disk.makeDirectory(DIRECTORY);
    const logs = await LogManager.open({
      disk,
      clock,
      random,
      directories: [{ path: DIRECTORY, id: idOf(99) } as any],
      resources: fixture.resources(memoryBytes),
      highWatermarkCheckpointMs: 5_000,
      recoveryPointCheckpointMs: 60_000,
      logStartCheckpointMs: 60_000,
      retentionCheckMs: 300_000,
      flushCheckMs: 300_000,
      producerExpirationCheckMs: 600_000,
      log: { info: () => {}, warn: () => {} },
    });
    return new Replicas(fixture, logs);
  }

  #config(topic: string, image: MetadataImage): LogConfig {
    this.configured.push(topic);
    const retention = image.configs.get(`2:${topic}`)?.get("retention.ms") ??
      image.configs.get("4:")?.get("log.retention.ms");
    return {
      ...DEFAULT_CONFIG,
      ...retention === undefined ? {} : { retentionMs: Number(retention) },
    };
  }

  async apply(parts: ImageParts): Promise<void> {
    const change = changeOf(this.image, imageOf(parts));
    await this.manager.apply(change);
    this.image = change.after;
  }

  async directories(): Promise<string[]> {
    const entries = await this.fixture.runtime.disk.list(DIRECTORY);
    return entries.filter(({ kind }) => kind === "directory").map(({ name }) => name);
  }

  code(topic: string, index = 0, epoch = -1): number {
    try {
      this.manager.leaderPartition(topic, index, epoch);
      return 0;
    } catch (error) {
      if (error instanceof ApiError) return error.code;
      throw error;
    }
  }
}
