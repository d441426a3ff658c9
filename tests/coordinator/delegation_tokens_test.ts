import { assertEquals } from "@std/assert";
import { Apis } from "../../protocol/apis.ts";
import { Errors } from "../../protocol/errors.ts";
import { Harness } from "./harness.ts";

const SETTINGS = {
  "delegation.token.secret.key": "secret",
  "delegation.token.expiry.check.interval.ms": "1000",
  "delegation.token.expiry.time.ms": "60000",
};

function create(it: Harness, maxLifetimeMs = -1n, renewers = ["bob"], principalType = "User") {
  return it.send(
    Apis.CreateDelegationToken,
    {
      ownerPrincipalType: null,
      ownerPrincipalName: null,
      renewers: renewers.map((principalName) => ({ principalType, principalName })),
      maxLifetimeMs,
    },
    undefined,
    "alice",
  );
}

function renew(it: Harness, hmac: Uint8Array, who: string, renewPeriodMs = -1n) {
  return it.send(Apis.RenewDelegationToken, { hmac, renewPeriodMs }, undefined, who);
}

function expire(it: Harness, hmac: Uint8Array, who: string, expiryTimePeriodMs: bigint) {
  return it.send(Apis.ExpireDelegationToken, { hmac, expiryTimePeriodMs }, undefined, who);
}

Deno.test("Delegation tokens need a secret key and a metadata.version that has them", async () => {
  const without = await new Harness().lead();
  assertEquals((await create(without)).errorCode, Errors.DELEGATION_TOKEN_AUTH_DISABLED);
  const old = await new Harness({ settings: SETTINGS, features: { "metadata.version": 13 } })
    .lead();
  assertEquals((await create(old)).errorCode, Errors.UNSUPPORTED_VERSION);
});

Deno.test("CreateDelegationToken writes a token that owner and renewers may renew, nobody else", async () => {
  const it = await new Harness({ settings: SETTINGS }).lead();
  const other = await create(it, -1n, ["x"], "Group");
  assertEquals(other.errorCode, Errors.INVALID_PRINCIPAL_TYPE);
  const token = await create(it, 100_000n);
  assertEquals([token.errorCode, token.principalName, token.hmac.length], [0, "alice", 64]);
  const issuedMs = Number(token.issueTimestampMs);
  assertEquals(Number(token.maxTimestampMs) - issuedMs, 100_000);
  assertEquals(Number(token.expiryTimestampMs) - issuedMs, 60_000);
  const stored = it.image.delegationTokens.get(token.tokenId)!;
  assertEquals([stored.owner, stored.renewers], ["User:alice", ["User:bob"]]);

  const unknown = await renew(it, new Uint8Array(64), "alice");
  assertEquals(unknown.errorCode, Errors.DELEGATION_TOKEN_NOT_FOUND);
  const stranger = await renew(it, token.hmac, "mallory");
  assertEquals(stranger.errorCode, Errors.DELEGATION_TOKEN_OWNER_MISMATCH);
  await it.clock.advance(50_000);
  const renewed = await renew(it, token.hmac, "bob");
  assertEquals([renewed.errorCode, renewed.expiryTimestampMs], [0, token.maxTimestampMs]);
});

Deno.test("ExpireDelegationToken ends a token at once or later; what is over is removed", async () => {
  const it = await new Harness({ settings: SETTINGS }).lead();
  const first = await create(it);
  assertEquals((await expire(it, first.hmac, "alice", -1n)).errorCode, 0);
  assertEquals(it.image.delegationTokens.size, 0);
  const second = await create(it);
  assertEquals((await expire(it, second.hmac, "alice", 500n)).errorCode, 0);
  await it.clock.advance(600);
  const late = await renew(it, second.hmac, "alice");
  assertEquals(late.errorCode, Errors.DELEGATION_TOKEN_EXPIRED);
  await it.clock.advance(1000);
  assertEquals(it.image.delegationTokens.size, 0);
});
