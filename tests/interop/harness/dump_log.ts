/** Apache's kafka-dump-log as a judge of what Ottla wrote. */
import type { ApacheKafka } from "./apache_kafka.ts";
import { excerpt } from "./command.ts";

/** Words with which the tool complains; its exit code stays 0. */
const COMPLAINTS =
  /mismatch|Found|Non-consecutive|out of order|corrupt|invalid|illegal|could not|exception/i;

/**
 * Reads every file of the partition directories in `dataDirectory` record by record.
 *
 * @returns how many records were read.
 * @throws {Error} With what the tool complains of.
 */
export async function dumpPartitions(kafka: ApacheKafka, dataDirectory: string): Promise<number> {
  const files: string[] = [];
  for (const { name, isDirectory } of Deno.readDirSync(dataDirectory)) {
    if (!isDirectory || !/-\d+$/.test(name) || name.startsWith("__cluster_metadata")) continue;
    for (const file of Deno.readDirSync(`${dataDirectory}/${name}`)) {
      if (/\.(log|index|timeindex|snapshot|txnindex)$/.test(file.name)) {
        files.push(`${dataDirectory}/${name}/${file.name}`);
      }
    }
  }
  const text = await kafka.toolOk("kafka-dump-log", [
    ...["--deep-iteration", "--files", files.sort().join(",")],
  ], { timeoutMs: 120_000 });
  const complaints = text.split("\n").filter((line) => COMPLAINTS.test(line));
  if (complaints.length > 0) throw new Error(`kafka-dump-log: ${excerpt(complaints.join("\n"))}`);
  return text.match(/^\| offset: /gm)?.length ?? 0;
}

/** Decodes the metadata log's segments. @returns the types of its records, in order. */
export async function dumpMetadata(kafka: ApacheKafka, dataDirectory: string): Promise<string[]> {
  const folder = `${dataDirectory}/__cluster_metadata-0`;
  const files = [...Deno.readDirSync(folder)].map(({ name }) => name)
    .filter((name) => /\.(log|checkpoint)$/.test(name)).sort();
  const text = await kafka.toolOk("kafka-dump-log", [
    ...[
      "--cluster-metadata-decoder",
      "--files",
      files.map((name) => `${folder}/${name}`).join(","),
    ],
  ], { timeoutMs: 120_000 });
  const complaints = text.split("\n").filter((line) =>
    /could not|corrupt|exception|error/i.test(line)
  );
  if (complaints.length > 0) throw new Error(`kafka-dump-log: ${excerpt(complaints.join("\n"))}`);
  return [...text.matchAll(/"type":"([A-Z_]+)"/g)].map(([, type]) => type);
}
