/** Reset plans as CSV: `topic,partition,offset`, or `group,topic,partition,offset` for several groups. */
import type { PartitionOffset } from "./plan_reset.ts";

export interface GroupOffset extends PartitionOffset {
  readonly groupId: string;
}

/** A line is no reset of a partition. */
export class CsvError extends Error {
  override name = "CsvError";
}

/** @param withGroup whether the group is in the lines */
export function writeOffsetsCsv(offsets: readonly GroupOffset[], withGroup: boolean): string {
  return offsets.map(({ groupId, topic, partition, offset }) => {
    const fields = [...withGroup ? [groupId] : [], topic, partition, offset];
    return `${fields.map((field) => quoted(`${field}`)).join(",")}\n`;
  }).join("");
}

/**
 * Reads what {@linkcode writeOffsetsCsv} wrote. Lines name their group, or mean `onlyGroup`.
 *
 * @param onlyGroup null if there are several
 * @throws {CsvError} With the number of the line.
 */
export function readOffsetsCsv(text: string, onlyGroup: string | null): GroupOffset[] {
  return text.split(/\r?\n/).flatMap((line, i) => {
    if (line.trim() === "") return [];
    const fields = fieldsOf(line);
    if (fields.length === 3 && onlyGroup !== null) fields.unshift(onlyGroup);
    const [groupId, topic, partition, offset] = fields;
    const isReset = fields.length === 4 && /^\d{1,9}$/.test(partition) &&
      /^-?\d{1,18}$/.test(offset);
    if (!isReset) {
      const format = `${onlyGroup === null ? "group," : ""}topic,partition,offset`;
      throw new CsvError(`Line ${i + 1} is not ${format}: ${line}`);
    }
    return [{ groupId, topic, partition: Number(partition), offset: BigInt(offset) }];
  });
}

/** Group ids may hold what separates fields. */
function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

function fieldsOf(line: string): string[] {
  const fields = `${line},`.matchAll(/\s*(?:"((?:[^"]|"")*)"|([^,]*?))\s*,/g);
  return [...fields].map(([, inQuotes, plain]) => inQuotes?.replaceAll('""', '"') ?? plain);
}
