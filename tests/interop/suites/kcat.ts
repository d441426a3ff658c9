/** kcat, the command-line client on librdkafka. */
import { assert, assertEquals } from "@std/assert";
import { run, runOk } from "../harness/command.ts";
import { installKcat } from "../harness/kcat.ts";
import type { Suite, SuiteRun } from "../harness/suite.ts";
import { waitUntil } from "../harness/wait_until.ts";

/** An empty fetch is answered soon: `-e` waits for one. */
const NO_WAIT = ["-X", "fetch.wait.max.ms=10"];
const CODECS = ["none", "gzip", "snappy", "lz4", "zstd"];

export const kcat: Suite = {
  name: "kcat",
  async run(suite) {
    const missing = await installKcat();
    if (missing !== null) return suite.skip("all", missing);
    const ottla = await suite.startOttla({ overrides: { "num.partitions": "4" } });
    const { address } = ottla;
    const call = (args: readonly string[], input?: string) =>
      runOk("kcat", ["-b", address, ...args], { input, timeoutMs: 20_000 });
    const consume = async (topic: string, ...args: string[]) =>
      lines(await call(["-C", "-t", topic, "-e", "-q", ...NO_WAIT, ...args]));

    await suite.case("metadata lists the broker and a topic made by asking for it", async () => {
      await call(["-P", "-t", "made-by-kcat", "-p", "0"], "x\n");
      const metadata = JSON.parse(await call(["-L", "-J"]));
      assertEquals(metadata.brokers, [{ id: 1, name: address }]);
      assertEquals(metadata.controllerid, 1);
      const topic = metadata.topics.find((it: { topic: string }) => it.topic === "made-by-kcat");
      assertEquals(topic.partitions.length, 4);
      assertEquals(topic.partitions[0].leader, 1);
      assertEquals(topic.partitions[0].isrs, [{ id: 1 }]);
    });

    for (const codec of CODECS) {
      await suite.case(`produces and consumes, ${codec}`, async () => {
        await call(["-L", "-t", `codec-${codec}`]);
        const sent = numbered(2000, `some text that compresses, ${codec}`);
        await call(["-P", "-t", `codec-${codec}`, "-p", "0", "-z", codec], `${sent.join("\n")}\n`);
        assertEquals(await consume(`codec-${codec}`, "-p", "0", "-o", "beginning"), sent);
      });
    }

    await suite.case("produces with idempotence", async () => {
      const sent = numbered(5000, "idempotent");
      await call(["-L", "-t", "idempotent"]);
      await call(
        ["-P", "-t", "idempotent", "-p", "1", "-X", "enable.idempotence=true", "-X", "linger.ms=1"],
        `${sent.join("\n")}\n`,
      );
      assertEquals(await consume("idempotent", "-p", "1", "-o", "beginning"), sent);
    });

    await suite.case("consumes from an offset, and the last few", async () => {
      assertEquals(
        await consume("codec-none", "-p", "0", "-o", "1000", "-c", "3", "-f", "%o:%s\\n"),
        [1000, 1001, 1002].map((at) => `${at}:some text that compresses, none ${at}`),
      );
      const last = await consume("codec-gzip", "-p", "0", "-o", "-2", "-f", "%o\\n");
      assertEquals(last, ["1998", "1999"]);
    });

    await suite.case("consumes from a timestamp to another", async () => {
      await call(["-L", "-t", "times"]);
      for (const part of ["early", "middle", "late"]) {
        await call(["-P", "-t", "times", "-p", "0"], `${part}\n`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      const stamped = await consume("times", "-p", "0", "-o", "beginning", "-f", "%T\\n");
      const [, middle, late] = stamped.map(Number);
      assertEquals(await consume("times", "-p", "0", "-o", `s@${middle}`), ["middle", "late"]);
      assertEquals(
        await consume("times", "-p", "0", "-o", `s@${middle}`, "-o", `e@${late}`),
        ["middle"],
      );
      const query = await call(["-Q", "-t", `times:0:${late}`]);
      assertEquals(query.trim(), "times [0] offset 2");
    });

    await suite.case("headers, keys and tombstones arrive as sent", async () => {
      await call(["-L", "-t", "shapes"]);
      await call(
        [
          "-P",
          "-t",
          "shapes",
          "-p",
          "0",
          "-K",
          ":",
          "-Z",
          "-H",
          "one=1",
          "-H",
          "none",
          "-H",
          "one=2",
        ],
        "key:value\ngone:\n:no key\n",
      );
      const format = '{"key":"%k","keyBytes":%K,"value":"%s","valueBytes":%S,"headers":"%h"}\\n';
      const shapes = (await consume("shapes", "-p", "0", "-o", "beginning", "-f", format))
        .map((line) => JSON.parse(line));
      const headers = "one=1,none=NULL,one=2";
      assertEquals(shapes, [
        { key: "key", keyBytes: 3, value: "value", valueBytes: 5, headers },
        { key: "gone", keyBytes: 4, value: "", valueBytes: -1, headers },
        { key: "", keyBytes: -1, value: "no key", valueBytes: 6, headers },
      ]);
    });

    await suite.case(
      "a group of two shares the partitions, and goes on where it was",
      () => shareGroup(suite, address, call),
    );

    await suite.case("an unknown topic is named as such", async () => {
      const { code, err } = await run("kcat", [
        "-b",
        address,
        ...["-C", "-t", "no such topic", "-e", "-p", "0"],
      ], { timeoutMs: 20_000 });
      assertEquals(code, 1);
      assert(/Invalid topic|Unknown topic/i.test(err), err);
    });
  },
};

/** Two members, then one, then a newcomer of the same group: every record once, offsets kept. */
async function shareGroup(
  suite: SuiteRun,
  address: string,
  call: (args: readonly string[], input?: string) => Promise<string>,
): Promise<void> {
  await call(["-P", "-t", "shared", "-p", "0"], "first\n");
  const join = () =>
    suite.spawn("kcat", [
      ...["-b", address, "-G", "group", "-X", "auto.offset.reset=earliest"],
      ...["-X", "auto.commit.interval.ms=100", "-X", "heartbeat.interval.ms=300", "-u", "shared"],
    ]);
  const one = join();
  await one.waitForLine(/assigned: shared \[0\], shared \[1\], shared \[2\], shared \[3\]/);
  const two = join();
  await two.waitForLine(/assigned: shared \[\d\], shared \[\d\]$/);
  await waitUntil(
    "the first member to give away two partitions",
    () => one.err.some((line) => /assigned: shared \[\d\], shared \[\d\]$/.test(line)),
  );
  const sent = numbered(40, "to share");
  for (const [index, line] of sent.entries()) {
    if (index % 10 === 0) {
      await call(
        ["-P", "-t", "shared", "-p", String(index / 10)],
        `${sent.slice(index, index + 10).join("\n")}\n`,
      );
    }
    assert(line.length > 0);
  }
  const received = () => [...one.out, ...two.out].filter((line) => line.startsWith("to share"));
  await waitUntil("all 40 records", () => received().length >= 40);
  assertEquals(received().sort(), [...sent].sort());
  assert(one.out.length > 0 && two.out.length > 0, "both members have part of the records");
  await one.stop("SIGTERM");
  await waitUntil(
    "the second member to take over all partitions",
    () => two.err.filter((line) => /assigned: (shared \[\d\](, )?){4}$/.test(line)).length > 0,
  );
  await two.stop("SIGTERM");
  await call(["-P", "-t", "shared", "-p", "2"], "afterwards\n");
  const third = join();
  await third.waitForLine(/^afterwards$/);
  assertEquals(third.out, ["afterwards"]);
  await third.stop("SIGTERM");
}

function lines(text: string): string[] {
  return text === "" ? [] : text.replace(/\n$/, "").split("\n");
}

function numbered(count: number, text: string): string[] {
  return Array.from({ length: count }, (_, index) => `${text} ${index}`);
}
