/** Tokens as kafka-delegation-tokens prints them. */
import type { DelegationToken, Principal } from "../../client/admin/delegation_tokens.ts";
import { cellText, type Column, type Listing } from "../output/listing.ts";

const COLUMNS: readonly Column<DelegationToken>[] = [
  { title: "TOKENID", width: 15, of: ({ tokenId }) => tokenId },
  { title: "HMAC", width: 30, of: hmacText },
  { title: "OWNER", width: 15, of: ({ owner }) => principalText(owner) },
  { title: "REQUESTER", width: 15, of: ({ requester }) => principalText(requester) },
  { title: "RENEWERS", width: 25, of: ({ renewers }) => principalsText(renewers) },
  { title: "ISSUEDATE", width: 15, of: ({ issuedMs }) => timeText(issuedMs) },
  { title: "EXPIRYDATE", width: 15, of: ({ expiresMs }) => timeText(expiresMs) },
  { title: "MAXDATE", width: 15, of: ({ maxMs }) => timeText(maxMs) },
];

/** `--describe`: all that is known of each token, its HMAC in Base64. */
export function tokensListing(tokens: readonly DelegationToken[]): Listing<DelegationToken> {
  return {
    columns: COLUMNS,
    rows: tokens,
    kafka: tokensText,
    json: tokens.map((token) => ({
      tokenId: token.tokenId,
      hmac: hmacText(token),
      owner: principalText(token.owner),
      requester: principalText(token.requester),
      renewers: token.renewers.map(principalText),
      issueTimestamp: token.issuedMs,
      expiryTimestamp: token.expiresMs,
      maxTimestamp: token.maxMs,
    })),
  };
}

/** Each row behind an empty line; long cells push the others aside. */
function tokensText(
  columns: readonly Column<DelegationToken>[],
  tokens: readonly DelegationToken[],
): string {
  const row = (text: (column: Column<DelegationToken>) => string) =>
    `\n${columns.map((column) => text(column).padEnd(column.width!)).join(" ")}\n`;
  const rows = tokens.map((token) => row(({ of }) => cellText(of(token))));
  return row(({ title }) => title) + rows.join("");
}

function hmacText({ hmac }: DelegationToken): string {
  return btoa(String.fromCharCode(...hmac));
}

export function principalsText(principals: readonly Principal[]): string {
  return `[${principals.map(principalText).join(", ")}]`;
}

function principalText({ type, name }: Principal): string {
  return `${type}:${name}`;
}

/** `2026-11-24T03:57`, in UTC. */
export function timeText(timeMs: bigint): string {
  return new Date(Number(timeMs)).toISOString().slice(0, 16);
}
