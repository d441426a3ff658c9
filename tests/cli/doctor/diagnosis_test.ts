import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { diagnose } from "../../../cli/doctor/diagnosis.ts";
import type { Address, ProbeResult } from "../../../cli/doctor/probe.ts";

/** Addresses that answer, by `host:port`; nobody listens anywhere else. */
function network(answers: Record<string, ProbeResult>) {
  return ({ host, port }: Address): Promise<ProbeResult> =>
    Promise.resolve(answers[`${host}:${port}`] ?? { kind: "refused", detail: "refused" });
}

function broker(nodes: Record<number, string>, clusterId = "c1"): ProbeResult {
  return {
    kind: "broker",
    clusterId,
    nodes: Object.entries(nodes).map(([id, address]) => {
      const [host, port] = address.split(":");
      return { id: Number(id), host, port: Number(port), rack: null };
    }),
  };
}

const at = (host: string, port = 9092) => [{ host, port }];

Deno.test("diagnose finds nothing wrong where bootstrap and advertised addresses answer", async () => {
  const findings = await diagnose(
    at("localhost"),
    network({ "localhost:9092": broker({ 1: "localhost:9092" }) }),
  );
  assertEquals(findings, [
    { ok: true, text: "localhost:9092 answers: cluster c1, 1 broker", remedy: [] },
    {
      ok: true,
      text: "Broker 1 tells clients to come to localhost:9092: it answers there",
      remedy: [],
    },
  ]);
});

Deno.test("diagnose: an advertised name that is not known here comes with listeners that would work", async () => {
  const findings = await diagnose(
    at("localhost", 29092),
    network({
      "localhost:29092": broker({ 1: "kafka:9092" }),
      "kafka:9092": { kind: "unknown-name", detail: "" },
    }),
  );
  assertEquals(findings.map(({ ok }) => ok), [true, false]);
  assertEquals(
    findings[1].text,
    "Broker 1 tells clients to come to kafka:9092: this machine does not know that name",
  );
  const remedy = findings[1].remedy.join("\n");
  assertStringIncludes(remedy, "KAFKA_ADVERTISED_LISTENERS");
  assertStringIncludes(
    remedy,
    "advertised.listeners=INTERNAL://kafka:9092,EXTERNAL://localhost:29092",
  );
  assertStringIncludes(remedy, "listeners=INTERNAL://:9092,EXTERNAL://:29092");
  // As they are written they lack a combined node's CONTROLLER, and a published port would still lead to INTERNAL.
  assertStringIncludes(remedy, "A controller's listener stays in listeners and in the map");
  assertStringIncludes(remedy, 'ports: "29092:29092"');
});

Deno.test("diagnose: two listeners in its advice never share a port", async () => {
  const probe = network({
    "localhost:9092": broker({ 1: "kafka:9092" }),
    "kafka:9092": { kind: "unknown-name", detail: "" },
  });
  const [, { remedy }] = await diagnose(at("localhost"), probe);
  assertStringIncludes(remedy.join("\n"), "listeners=INTERNAL://:29092,EXTERNAL://:9092");
});

Deno.test("diagnose: a broker that advertises localhost to clients elsewhere is told apart", async () => {
  const probe = network({ "10.0.0.5:9092": broker({ 1: "localhost:9092" }) });
  const [, finding] = await diagnose(at("10.0.0.5"), probe);
  assert(!finding.ok);
  assertStringIncludes(
    finding.remedy[0],
    "localhost is only right for clients on the broker's own machine",
  );
});

Deno.test("diagnose: another cluster at the advertised address is no success", async () => {
  const probe = network({
    "10.0.0.5:9092": broker({ 1: "localhost:9092" }),
    "localhost:9092": broker({ 7: "localhost:9092" }, "c2"),
  });
  const [, finding] = await diagnose(at("10.0.0.5"), probe);
  assertEquals(
    finding.text,
    "Broker 1 tells clients to come to localhost:9092: another cluster answers there (c2, not c1)",
  );
});

Deno.test("diagnose says of each bootstrap address what is wrong, and goes on with one that answers", async () => {
  const findings = await diagnose(
    [...at("nowhere"), ...at("localhost", 9093), ...at("localhost")],
    network({
      "nowhere:9092": { kind: "unknown-name", detail: "" },
      "localhost:9093": { kind: "controller", detail: "" },
      "localhost:9092": broker({ 1: "localhost:9092" }),
    }),
  );
  assertEquals(findings.map(({ ok }) => ok), [false, false, true, true]);
  assertStringIncludes(findings[0].remedy.join(" "), "published port");
  assertStringIncludes(findings[1].text, "controller");
});

Deno.test("diagnose: a cluster without a broker in service", async () => {
  const findings = await diagnose(at("localhost"), network({ "localhost:9092": broker({}) }));
  assertEquals(findings.map(({ ok }) => ok), [true, false]);
});
