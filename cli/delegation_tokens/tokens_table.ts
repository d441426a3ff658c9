/** Tokens as kafka-delegation-tokens prints them. */
import type { DelegationToken, Principal } from "../../client/admin/delegation_tokens.ts";

const WIDTHS = [15, 30, 15, 15, 25, 15, 15, 15];
const TITLES = [
  "TOKENID",
  "HMAC",
  "OWNER",
  "REQUESTER",
  "RENEWERS",
  "ISSUEDATE",
  "EXPIRYDATE",
  "MAXDATE",
];

/** Each row behind an empty line; long cells push the others aside. */
export function tokensTable(tokens: readonly DelegationToken[]): string {
  const row = (cells: readonly string[]) =>
    `\n${cells.map((cell, i) => cell.padEnd(WIDTHS[i])).join(" ")}\n`;
  return [
    TITLES,
    ...tokens.map((token) => [
      token.tokenId,
      btoa(String.fromCharCode(...token.hmac)),
      principalText(token.owner),
      principalText(token.requester),
      principalsText(token.renewers),
      timeText(token.issuedMs),
      timeText(token.expiresMs),
      timeText(token.maxMs),
    ]),
  ].map(row).join("");
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
