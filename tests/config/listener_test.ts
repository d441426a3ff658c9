import { assertEquals, assertThrows } from "@std/assert";
import { formatHostPort, parseHostPort, parseVoter } from "../../config/address.ts";
import { ConfigError } from "../../config/config_error.ts";
import { parseDurationMs } from "../../config/duration.ts";
import {
  checkDistinct,
  formatListener,
  parseListener,
  parseProtocolMap,
  resolveListeners,
  securityProtocolCode,
} from "../../config/listener.ts";

Deno.test("parseListener takes names, hosts, brackets and ports as Kafka does", () => {
  const cases: [string, string, string, number][] = [
    ["PLAINTEXT://localhost:9092", "PLAINTEXT", "localhost", 9092],
    ["PLAINTEXT://:9092", "PLAINTEXT", "", 9092],
    ["plaintext://0.0.0.0:0", "PLAINTEXT", "0.0.0.0", 0],
    ["TC-0://h:1", "TC-0", "h", 1],
    ["SSL://[::1]:9093", "SSL", "::1", 9093],
    ["SSL://::1:9093", "SSL", "::1", 9093],
    ["A://my_host-1.local:65535", "A", "my_host-1.local", 65535],
  ];
  for (const [text, name, host, port] of cases) {
    assertEquals(parseListener("listeners", text), { name, host, port });
  }
});

Deno.test("parseListener refuses other forms and names the key", () => {
  for (
    const text of ["", "localhost:9092", "A:h:1", "A://h", "A://h:x", "A://h h:1", "A://h:70000"]
  ) {
    const error = assertThrows(() => parseListener("advertised.listeners", text), ConfigError);
    assertEquals(error.key, "advertised.listeners");
  }
});

Deno.test("formatListener puts IPv6 hosts into brackets", () => {
  for (const text of ["A://h:1", "A://:1", "A://[fe80::1%eth0]:1"]) {
    assertEquals(formatListener(parseListener("listeners", text)), text);
  }
});

Deno.test("parseProtocolMap takes any case, blanks and empty items; the last of a name counts", () => {
  assertEquals([...parseProtocolMap("a : plaintext,, B:SSL,A:SASL_SSL,")], [
    ["A", "SASL_SSL"],
    ["B", "SSL"],
  ]);
  assertThrows(() => parseProtocolMap("A"), ConfigError, "NAME:PROTOCOL");
  assertThrows(() => parseProtocolMap("A:TLS"), ConfigError, "SASL_SSL");
});

Deno.test("checkDistinct wants other names and ports, one IPv4 and one IPv6 apart", () => {
  const protocols = parseProtocolMap("A:PLAINTEXT,B:PLAINTEXT,C:PLAINTEXT");
  const check = (...texts: string[]) =>
    checkDistinct("listeners", resolveListeners("listeners", texts, protocols));
  check("A://h:1", "B://h:2");
  check("A://h:0", "B://h:0");
  check("A://127.0.0.1:1", "B://[::1]:1");
  assertThrows(() => check("A://h:1", "A://h:2"), ConfigError, "different name");
  assertThrows(() => check("A://h:1", "B://h:1"), ConfigError, "different port");
  assertThrows(() => check("A://1.1.1.1:1", "B://2.2.2.2:1"), ConfigError, "different port");
  assertThrows(
    () => check("A://127.0.0.1:1", "B://[::1]:1", "C://[::2]:1"),
    ConfigError,
    "different port",
  );
  assertThrows(() => resolveListeners("listeners", ["X://h:1"], protocols), ConfigError, "X");
});

Deno.test("securityProtocolCode gives the codes of registration records", () => {
  assertEquals(
    (["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] as const).map(securityProtocolCode),
    [0, 1, 2, 3],
  );
});

Deno.test("parseHostPort and parseVoter take IPv6 hosts and refuse what is incomplete", () => {
  assertEquals(parseHostPort("[::1]:9"), { host: "::1", port: 9 });
  assertEquals(formatHostPort({ host: "::1", port: 9 }), "[::1]:9");
  for (const text of ["h", ":9", "h:", "h:99999", ""]) assertEquals(parseHostPort(text), null);
  assertEquals(parseVoter("3@h:1"), { id: 3, host: "h", port: 1 });
  assertEquals(["h:1", "x@h:1", "1@h", "1@2@h:1"].map(parseVoter), [
    "malformed",
    "bad-id",
    "bad-address",
    "malformed",
  ]);
});

Deno.test("parseDurationMs reads ISO 8601 durations as Java does", () => {
  const cases: [string, number | null][] = [
    ["P1DT2H3M4.5S", 93784500],
    ["PT0S", 0],
    ["pt1h", 3600000],
    ["P1D", 86400000],
    ["PT-1S", -1000],
    ["-PT1H", -3600000],
    ["P1W", null],
    ["PT", null],
    ["P", null],
    ["1h", null],
    ["", null],
  ];
  for (const [text, ms] of cases) assertEquals(parseDurationMs(text), ms, text);
});
