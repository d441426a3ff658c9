/** What `kafka-storage format` does: makes empty directories the log directories of a node (metadata-quorum 2.6). */
import type { MetadataRecord } from "../../protocol/data/metadata_framing.ts";
import { randomUuid } from "../../protocol/uuid.ts";
import type { Disk, Runtime } from "../../runtime/runtime.ts";
import {
  type MetaProperties,
  readMetaProperties,
  writeMetaProperties,
} from "../../storage/directories/meta_properties.ts";
import { replaceFile } from "../../storage/atomic_file.ts";
import { FeatureError, KRAFT_VERSION_FEATURE } from "../features.ts";
import { METADATA_VERSION_FEATURE, metadataVersionName } from "../metadata_version.ts";
import type { Endpoint } from "../raft/types.ts";
import { KRAFT_VERSIONS, type Voter, VoterSet } from "../raft/voter_set.ts";
import { concatenate } from "../../protocol/concatenate.ts";
import { writeBootstrapCheckpoint } from "../snapshot/bootstrap_checkpoint.ts";
import { snapshotBatches } from "../snapshot/snapshot_content.ts";
import { BOOTSTRAP_SNAPSHOT_ID, snapshotFileName } from "../snapshot/snapshot_names.ts";
import { bootstrapRecords, featureLevels } from "./bootstrap_records.ts";

/** How the quorum's first voters become known. */
export type InitialVoters =
  /** From `controller.quorum.voters` (static), or from the quorum that the node joins (`--no-initial-controllers`). */
  | { readonly kind: "none" }
  /** `--standalone`: this node alone, at these controller listeners. */
  | { readonly kind: "standalone"; readonly endpoints: readonly Endpoint[] }
  /** `--initial-controllers`. */
  | { readonly kind: "listed"; readonly voters: readonly Omit<Voter, "kraftVersions">[] };

export interface FormatOptions {
  readonly runtime: Pick<Runtime, "disk" | "random" | "clock">;
  readonly clusterId: string;
  readonly nodeId: number;
  /** `log.dirs` and `metadata.log.dir`, each once, in the order of the configuration. */
  readonly directories: readonly string[];
  readonly metadataDirectory: string;
  /** A level, e.g. from `metadataVersionOfRelease`. */
  readonly metadataVersion: number;
  /** `--feature`: levels that differ from the defaults. */
  readonly features?: ReadonlyMap<string, number>;
  readonly scram?: readonly MetadataRecord[];
  readonly initialVoters: InitialVoters;
  /** Passes over directories that are formatted already. */
  readonly ignoreFormatted: boolean;
  /** Told of each directory before it is written, with what Kafka calls it. */
  readonly onFormatting?: (directory: string, kind: DirectoryKind, versionName: string) => void;
}

export type DirectoryKind =
  | "metadata directory"
  | "data directory"
  | "dynamic metadata voter directory";

export interface FormatResult {
  /** Those written; empty when all were formatted already. */
  readonly formatted: readonly string[];
  readonly bootstrapRecords: readonly MetadataRecord[];
}

/** The directories can't be formatted so; the message is that of Kafka's tool. */
export class FormatError extends Error {
  override name = "FormatError";
}

/**
 * Formats the directories that are not formatted yet. `meta.properties` comes last in each: a directory that has it is whole.
 *
 * @throws {FormatError | FeatureError | RuntimeError | CorruptFileError}
 */
export async function formatDirectories(options: FormatOptions): Promise<FormatResult> {
  const { metadataVersion, features, scram } = options;
  const kraftVersion = kraftVersionOf(options);
  const withoutKraft = new Map(features ?? []);
  withoutKraft.delete(KRAFT_VERSION_FEATURE);
  withoutKraft.delete(METADATA_VERSION_FEATURE);
  const records = bootstrapRecords(metadataVersion, { features: withoutKraft, scram });
  const unformatted = await findUnformatted(options);
  const voters = initialVoterSet(options);
  for (const directory of unformatted) {
    await formatOne(options, directory, records, kraftVersion, voters);
  }
  return { formatted: unformatted, bootstrapRecords: records };
}

/** 1 with initial voters, else 0. */
function kraftVersionOf({ metadataVersion, features, initialVoters }: FormatOptions): number {
  const asked = features?.get(KRAFT_VERSION_FEATURE);
  const isDynamic = initialVoters.kind !== "none";
  const level = asked ?? (isDynamic ? 1 : 0);
  if (isDynamic && level < 1) {
    throw new FeatureError(
      "Cannot set kraft.version to 0 if one of the flags --standalone, --initial-controllers, or --no-initial-controllers is used. For dynamic controllers support, try removing the --feature flag for kraft.version.",
    );
  }
  if (!isDynamic && level > 0) {
    throw new FeatureError(
      "Cannot set kraft.version to 1 unless one of the flags --standalone, --initial-controllers, or --no-initial-controllers is used. For dynamic controllers support, try using one of --standalone, --initial-controllers, or --no-initial-controllers.",
    );
  }
  const possible = featureLevels(metadataVersion, new Map()).get(KRAFT_VERSION_FEATURE)!;
  if (level > possible) {
    throw new FeatureError(
      `kraft.version could not be set to ${level} because it depends on metadata.version level 21`,
    );
  }
  return level;
}

async function findUnformatted(options: FormatOptions): Promise<string[]> {
  const { runtime: { disk }, directories } = options;
  const unformatted: string[] = [];
  for (const directory of directories) {
    const meta = await readMetaProperties(disk, directory);
    if (meta === null) unformatted.push(directory);
    else if (!options.ignoreFormatted) {
      throw new FormatError(
        `Log directory ${directory} is already formatted. Use --ignore-formatted to ignore this directory and format the others.`,
      );
    } else checkSameNode(options, directory, meta);
  }
  return unformatted;
}

function checkSameNode(options: FormatOptions, directory: string, meta: MetaProperties): void {
  const expect = (name: string, expected: string | number, found: string | number | null) => {
    if (found === expected) return;
    throw new FormatError(
      `Invalid ${name} in: ${directory}/meta.properties. Expected ${expected}, but read ${found}`,
    );
  };
  expect("cluster.id", options.clusterId, meta.clusterId);
  expect("node.id", options.nodeId, meta.nodeId);
}

/** Null where the format says nothing of voters. The ids of directories are those that the voters' metadata is kept in. */
function initialVoterSet({ initialVoters, nodeId, runtime }: FormatOptions): VoterSet | null {
  switch (initialVoters.kind) {
    case "none":
      return null;
    case "standalone":
      return new VoterSet([{
        id: nodeId,
        directoryId: randomUuid(runtime.random),
        endpoints: initialVoters.endpoints,
        kraftVersions: KRAFT_VERSIONS,
      }]);
    case "listed":
      return new VoterSet(
        initialVoters.voters.map((voter) => ({ ...voter, kraftVersions: KRAFT_VERSIONS })),
      );
  }
}

async function formatOne(
  options: FormatOptions,
  directory: string,
  records: readonly MetadataRecord[],
  kraftVersion: number,
  voters: VoterSet | null,
): Promise<void> {
  const { runtime: { disk, random, clock }, clusterId, nodeId } = options;
  const isMetadata = directory === options.metadataDirectory;
  const own = isMetadata ? voters?.get(nodeId) : undefined;
  const kind = !isMetadata
    ? "data directory"
    : own === undefined
    ? "metadata directory"
    : "dynamic metadata voter directory";
  options.onFormatting?.(directory, kind, metadataVersionName(options.metadataVersion));
  const nowMs = clock.now();
  await makeDurableDirectory(disk, directory);
  await writeBootstrapCheckpoint(disk, directory, records, nowMs);
  if (own !== undefined && voters !== null) {
    const log = `${directory}/__cluster_metadata-0`;
    await disk.makeDirectory(log);
    const content = { lastContainedTimestampMs: nowMs, kraftVersion, voters, records: [] };
    const bytes = concatenate([...snapshotBatches(content, BOOTSTRAP_SNAPSHOT_ID.epoch, nowMs)]);
    await replaceFile(disk, `${log}/${snapshotFileName(BOOTSTRAP_SNAPSHOT_ID)}`, bytes);
    await disk.syncDirectory(directory);
  }
  const directoryId = own?.directoryId ?? randomUuid(random);
  await writeMetaProperties(disk, directory, { version: 1, clusterId, nodeId, directoryId }, nowMs);
}

/** Makes a directory and its missing parents, so that a crash of the machine does not take them away again. */
async function makeDurableDirectory(disk: Disk, path: string): Promise<void> {
  const changed = [parentOf(path)];
  while (!await disk.exists(changed.at(-1)!)) changed.push(parentOf(changed.at(-1)!));
  await disk.makeDirectory(path);
  for (const parent of changed) await disk.syncDirectory(parent);
}

function parentOf(path: string): string {
  const at = path.replace(/\/+$/, "").lastIndexOf("/");
  return at < 0 ? "." : path.slice(0, at) || "/";
}
