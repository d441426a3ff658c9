/** The flags of kafka-delegation-tokens. */
import type { Flags } from "../options/flags.ts";
import { UsageError } from "../options/option_error.ts";
import type { ParsedOptions } from "../options/parsed_options.ts";

export const DELEGATION_TOKENS_FLAGS = {
  "bootstrap-server": {
    value: "servers",
    required: true,
    help: "The brokers to ask first, host:port separated by commas.",
  },
  "command-config": {
    value: "file",
    required: true,
    help:
      "Properties file with settings of the admin client: only authenticated clients may deal " +
      "with tokens.",
  },
  "create": { help: "Make a token." },
  "renew": { help: "Let a token live longer." },
  "expire": { help: "Let a token end earlier." },
  "describe": { help: "Show tokens." },
  "owner-principal": {
    value: "principal",
    valueOptional: true,
    help: "Whose tokens, as in User:alice. May be repeated.",
  },
  "renewer-principal": {
    value: "principal",
    valueOptional: true,
    help: "With --create: who may renew it. May be repeated.",
  },
  "max-life-time-period": {
    value: "ms",
    type: "Long",
    valueOptional: true,
    help:
      "With --create: how long it may live at most; -1 for what the brokers are configured with.",
  },
  "renew-time-period": {
    value: "ms",
    type: "Long",
    valueOptional: true,
    help: "With --renew: for how long; -1 for what the brokers are configured with.",
  },
  "expiry-time-period": {
    value: "ms",
    type: "Long",
    valueOptional: true,
    help: "With --expire: when; -1 for now.",
  },
  "hmac": { value: "hmac", valueOptional: true, help: "Which token: its HMAC." },
} as const satisfies Flags;
export type DelegationTokensFlag = keyof typeof DELEGATION_TOKENS_FLAGS;

const ACTIONS = ["create", "renew", "expire", "describe"] as const;
export type DelegationTokensAction = (typeof ACTIONS)[number];

/** @throws {UsageError} */
export function checkFlags(options: ParsedOptions<DelegationTokensFlag>): DelegationTokensAction {
  options.require("bootstrap-server", "command-config");
  const given = ACTIONS.filter((action) => options.has(action));
  if (given.length !== 1) {
    throw new UsageError(
      "Command must include exactly one action: --create, --renew, --expire or --describe",
    );
  }
  const [action] = given;
  if (action === "create") options.require("max-life-time-period");
  if (action === "renew") options.require("hmac", "renew-time-period");
  if (action === "expire") options.require("hmac", "expiry-time-period");
  options.refuse("create", "hmac", "renew-time-period", "expiry-time-period");
  options.refuse(
    "renew",
    ...[
      "renewer-principal",
      "max-life-time-period",
      "expiry-time-period",
      "owner-principal",
    ] as const,
  );
  options.refuse(
    "expire",
    ...[
      "renewer-principal",
      "max-life-time-period",
      "renew-time-period",
      "owner-principal",
    ] as const,
  );
  options.refuse(
    "describe",
    ...[
      "renewer-principal",
      "max-life-time-period",
      "renew-time-period",
      "expiry-time-period",
    ] as const,
    "hmac",
  );
  return action;
}
