import { assertEquals, assertMatch } from "@std/assert";
import type { ApiHandler } from "../../../network/api.ts";
import { Apis } from "../../../protocol/apis.ts";
import { Errors } from "../../../protocol/errors.ts";
import { FakeCluster, PORT } from "../../client/fake_cluster.ts";
import { runTool, type ToolResult } from "../simulated_tool.ts";

const HMAC = new Uint8Array([1, 2, 3]);
const TIMES = { issue: 0n, expiry: 86_400_000n, max: 90_061_000n };
const asked: unknown[] = [];

function handlers(cluster: FakeCluster): ApiHandler[] {
  const identity = {
    errorCode: Errors.NONE,
    principalType: "User",
    principalName: "owner",
    tokenRequesterPrincipalType: "User",
    tokenRequesterPrincipalName: "asker",
    tokenId: "token-1",
    hmac: HMAC,
    throttleTimeMs: 0,
  };
  const later = (request: unknown) => {
    asked.push(request);
    return { errorCode: Errors.NONE, expiryTimestampMs: TIMES.expiry, throttleTimeMs: 0 };
  };
  return [
    cluster.api(0, Apis.CreateDelegationToken, (request) => {
      asked.push(request);
      return {
        ...identity,
        issueTimestampMs: TIMES.issue,
        expiryTimestampMs: TIMES.expiry,
        maxTimestampMs: TIMES.max,
      };
    }),
    cluster.api(0, Apis.DescribeDelegationToken, (request) => {
      asked.push(request);
      const renewers = [{ principalType: "User", principalName: "r" }];
      const times = {
        issueTimestamp: TIMES.issue,
        expiryTimestamp: TIMES.expiry,
        maxTimestamp: TIMES.max,
      };
      const tokens = [{ ...identity, ...times, renewers }];
      return { errorCode: Errors.NONE, tokens, throttleTimeMs: 0 };
    }),
    cluster.api(0, Apis.RenewDelegationToken, later),
    cluster.api(0, Apis.ExpireDelegationToken, later),
  ];
}

async function run(...flags: string[]): Promise<ToolResult> {
  asked.length = 0;
  const cluster = new FakeCluster(1);
  await cluster.start(handlers(cluster));
  const { world } = cluster;
  const runtime = world.node("client");
  runtime.disk.open("/client.properties", { create: "if-missing", write: true }).close();
  const where = ["--bootstrap-server", `broker-0:${PORT}`];
  return await runTool(world, runtime, "kafka-delegation-tokens", [
    ...where,
    "--command-config",
    "/client.properties",
    ...flags,
  ]);
}

const TABLE = [
  "",
  "TOKENID         HMAC                           OWNER           REQUESTER       RENEWERS" +
  "                  ISSUEDATE       EXPIRYDATE      MAXDATE        ",
  "",
  "token-1         AQID                           User:owner      User:asker      [User:r]" +
  "                  1970-01-01T00:00 1970-01-02T00:00 1970-01-02T01:01",
  "",
].join("\n");

Deno.test("kafka-delegation-tokens makes a token for an owner, and shows it", async () => {
  const { stdout, stderr, exitCode } = await run(
    ...["--create", "--max-life-time-period", "-1", "--renewer-principal", "User:r"],
    ...["--owner-principal", "User:owner"],
  );
  assertEquals([exitCode, stderr], [0, ""]);
  assertEquals(
    stdout,
    "Calling create token operation with renewers :[User:r] , max-life-time-period :-1\n" +
      `Created delegation token with tokenId : token-1\n${TABLE}`,
  );
  assertEquals(asked, [{
    ownerPrincipalType: "User",
    ownerPrincipalName: "owner",
    renewers: [{ principalType: "User", principalName: "r" }],
    maxLifetimeMs: -1n,
  }]);
});

Deno.test("kafka-delegation-tokens describes the tokens of owners, or all", async () => {
  const all = await run("--describe");
  assertEquals(
    all.stdout,
    `Calling describe token operation for current user.\nTotal number of tokens : 1\n${TABLE}`,
  );
  assertEquals(asked, [{ owners: null }]);
  const some = await run(
    "--describe",
    "--owner-principal",
    "User:a",
    "--owner-principal",
    "User:b",
  );
  assertMatch(some.stdout, /^Calling describe token operation for owners: \[User:a, User:b\]\n/);
});

Deno.test("kafka-delegation-tokens renews and ends a token by its HMAC", async () => {
  const renewed = await run("--renew", "--renew-time-period", "1000", "--hmac", "AQID");
  assertEquals(
    renewed.stdout,
    "Calling renew token operation with hmac :AQID , renew-time-period :1000\n" +
      "Completed renew operation. New expiry date : 1970-01-02T00:00\n",
  );
  assertEquals(asked, [{ hmac: HMAC, renewPeriodMs: 1000n }]);
  const ended = await run("--expire", "--expiry-time-period", "-1", "--hmac", "AQID");
  assertMatch(ended.stdout, /\nCompleted expire operation\. New expiry date : 1970-01-02T00:00\n$/);
  assertEquals(asked, [{ hmac: HMAC, expiryTimePeriodMs: -1n }]);
});

Deno.test("kafka-delegation-tokens says which flags are missing or wrong", async () => {
  for (
    const [line, message] of [
      ["--renew --hmac AQID", 'Missing required argument "[renew-time-period]"'],
      ["--create --describe", "Command must include exactly one action"],
      ["--describe --hmac AQID", `Option "[describe]" can't be used with option "[hmac]"`],
      ["--describe --owner-principal a", "expected a string in format principalType:principalName"],
      ["--expire --expiry-time-period -1 --hmac %", "it is not in base64"],
    ]
  ) {
    const { stderr, exitCode } = await run(...line.split(" "));
    assertEquals([exitCode, stderr.includes(message)], [1, true], `${line}: ${stderr}`);
  }
});
