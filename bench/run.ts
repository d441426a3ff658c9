/**
 * The measurements of this folder: `deno task bench` lists them, `deno task bench NAME [ARGUMENT...]` runs one. What each
 * prints, and its arguments, stand at the head of its file.
 */

const MEASUREMENTS: Readonly<Record<string, string>> = {
  "compare": "Ottla beside Apache Kafka: start, memory, produce, fetch, latency, partitions",
  "codec": "decoding and encoding the hot messages, beside JSON",
  "crc32c": "CRC-32C, beside tables in TypeScript",
  "log_append": "a partition log's appends and reads",
  "network": "requests per second through network/ alone (serve PORT, load PORT)",
  "runtime/append": "writes and reads of a file, by the size of a call",
  "runtime/echo": "small requests over sockets, by runtime",
};

const [name, ...args] = Deno.args;
if (name === undefined || MEASUREMENTS[name] === undefined) {
  for (const [each, text] of Object.entries(MEASUREMENTS)) console.log(`${each.padEnd(16)}${text}`);
  Deno.exit(name === undefined ? 0 : 2);
}
const file = new URL(`${name}.ts`, import.meta.url).pathname;
const child = new Deno.Command(Deno.execPath(), { args: ["run", "-A", file, ...args] }).spawn();
Deno.exit((await child.status).code);
