/** `meta.properties`: which node and cluster a log directory belongs to (storage spec 1.3). */
import { formatProperties, parseProperties } from "../../config/properties_file.ts";
import type { Disk } from "../../runtime/runtime.ts";
import { readTextFile, replaceTextFile } from "../atomic_file.ts";
import { CorruptFileError } from "../errors.ts";

export const META_PROPERTIES = "meta.properties";

export interface MetaProperties {
  /** 0: written by a broker of ZooKeeper's time, 1: KRaft. */
  readonly version: 0 | 1;
  readonly clusterId: string | null;
  readonly nodeId: number | null;
  /** Null in files from before 3.7. */
  readonly directoryId: string | null;
}

/**
 * The file of `directory`, or null when there is none.
 *
 * @throws {CorruptFileError} If a field is missing or wrong.
 */
export async function readMetaProperties(
  disk: Disk,
  directory: string,
): Promise<MetaProperties | null> {
  const path = `${directory}/${META_PROPERTIES}`;
  const text = await readTextFile(disk, path);
  return text === null ? null : parseMetaProperties(path, text);
}

/** @throws {CorruptFileError} See {@linkcode readMetaProperties}. */
export function parseMetaProperties(path: string, text: string): MetaProperties {
  const properties = parseProperties(text);
  const versionText = properties.get("version")?.trim() ?? "0";
  if (versionText !== "0" && versionText !== "1") {
    throw new CorruptFileError(path, `Unknown version ${versionText}`);
  }
  const version = versionText === "0" ? 0 : 1;
  const idKey = version === 0 ? "broker.id" : "node.id";
  const idText = properties.get(idKey)?.trim();
  if (idText !== undefined && !/^-?\d+$/.test(idText)) {
    throw new CorruptFileError(path, `${idKey} is not a number: ${idText}`);
  }
  const meta: MetaProperties = {
    version,
    clusterId: properties.get("cluster.id")?.trim() ?? null,
    nodeId: idText === undefined ? null : Number(idText),
    directoryId: properties.get("directory.id")?.trim() ?? null,
  };
  if (version === 1 && (meta.clusterId === null || meta.nodeId === null)) {
    throw new CorruptFileError(path, "cluster.id or node.id is missing");
  }
  return meta;
}

/** Replaces the file of `directory`, durably. `now`: for the comment that Kafka writes there. */
export function writeMetaProperties(
  disk: Disk,
  directory: string,
  meta: MetaProperties,
  nowMs: number,
): Promise<void> {
  const entries = new Map<string, string>();
  if (meta.clusterId !== null) entries.set("cluster.id", meta.clusterId);
  if (meta.directoryId !== null) entries.set("directory.id", meta.directoryId);
  if (meta.nodeId !== null) {
    entries.set(meta.version === 0 ? "broker.id" : "node.id", String(meta.nodeId));
  }
  entries.set("version", String(meta.version));
  const text = `#\n#${new Date(nowMs).toUTCString()}\n${formatProperties(entries)}`;
  return replaceTextFile(disk, `${directory}/${META_PROPERTIES}`, text);
}
