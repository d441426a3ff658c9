/** kafka-delegation-tokens: makes, renews, ends and shows delegation tokens. */
import {
  createToken,
  describeTokens,
  expireToken,
  type Principal,
  renewToken,
} from "../client/admin/delegation_tokens.ts";
import type { ClusterClient } from "../client/cluster_client.ts";
import { adminSession } from "./admin_session.ts";
import { named } from "./cluster.ts";
import {
  checkFlags,
  DELEGATION_TOKENS_FLAGS,
  type DelegationTokensAction,
  type DelegationTokensFlag,
} from "./delegation_tokens/flags.ts";
import { principalsText, timeText, tokensListing } from "./delegation_tokens/tokens_table.ts";
import { flagTool } from "./flag_tool.ts";
import { OptionError } from "./options/option_error.ts";
import type { ParsedOptions } from "./options/parsed_options.ts";
import type { ToolOutput } from "./output/tool_output.ts";

type Options = ParsedOptions<DelegationTokensFlag>;

export const kafkaDelegationTokens = flagTool({
  name: "kafka-delegation-tokens",
  purpose: "This tool helps to create, renew, expire, or describe delegation tokens.",
  flags: DELEGATION_TOKENS_FLAGS,
  lists: ["describe"],
  usageAfterParserErrors: false,
  run(options, context) {
    const action = checkFlags(options);
    return adminSession(context, {
      servers: options.value("bootstrap-server"),
      settings: options.value("command-config"),
    }, async (cluster) => {
      await ACTIONS[action](cluster, options, context.output);
      return 0;
    });
  },
});

type Act = (cluster: ClusterClient, options: Options, output: ToolOutput) => Promise<void>;

const ACTIONS: Readonly<Record<DelegationTokensAction, Act>> = {
  async create(cluster, options, output) {
    const renewers = principals(options, "renewer-principal");
    const maxLifetimeMs = options.bigint("max-life-time-period") ?? -1n;
    output.line(
      `Calling create token operation with renewers :${principalsText(renewers)} , ` +
        `max-life-time-period :${maxLifetimeMs}`,
    );
    const [owner = null] = principals(options, "owner-principal");
    const token = await named(
      "createDelegationToken",
      createToken(cluster, { owner, renewers, maxLifetimeMs }),
    );
    output.line(`Created delegation token with tokenId : ${token.tokenId}`);
    output.list(tokensListing([token]));
  },
  async renew(cluster, options, output) {
    const [hmac, bytes] = givenHmac(options);
    const periodMs = options.bigint("renew-time-period") ?? -1n;
    output.line(
      `Calling renew token operation with hmac :${hmac} , renew-time-period :${periodMs}`,
    );
    const expiresMs = await named("renewDelegationToken", renewToken(cluster, bytes, periodMs));
    output.line(`Completed renew operation. New expiry date : ${timeText(expiresMs)}`);
  },
  async expire(cluster, options, output) {
    const [hmac, bytes] = givenHmac(options);
    const periodMs = options.bigint("expiry-time-period") ?? -1n;
    output.line(
      `Calling expire token operation with hmac :${hmac} , expire-time-period :${periodMs}`,
    );
    const expiresMs = await named("expireDelegationToken", expireToken(cluster, bytes, periodMs));
    output.line(`Completed expire operation. New expiry date : ${timeText(expiresMs)}`);
  },
  async describe(cluster, options, output) {
    const owners = principals(options, "owner-principal");
    output.line(
      owners.length === 0
        ? "Calling describe token operation for current user."
        : `Calling describe token operation for owners: ${principalsText(owners)}`,
    );
    const tokens = await named(
      "describeDelegationToken",
      describeTokens(cluster, owners.length === 0 ? null : owners),
    );
    output.line(`Total number of tokens : ${tokens.length}`);
    output.list(tokensListing(tokens));
  },
};

/** @throws {OptionError} */
function principals(
  options: Options,
  flag: "owner-principal" | "renewer-principal",
): Principal[] {
  return options.values(flag).map((text) => {
    const colon = text.indexOf(":");
    if (colon > 0 && colon < text.length - 1) {
      return { type: text.slice(0, colon), name: text.slice(colon + 1) };
    }
    throw new OptionError(
      `expected a string in format principalType:principalName but got ${text}`,
    );
  });
}

/** The text and what it stands for in base64. @throws {OptionError} */
function givenHmac(options: Options): [text: string, bytes: Uint8Array] {
  const text = options.value("hmac") ?? "";
  try {
    return [text, Uint8Array.from(atob(text), (char) => char.charCodeAt(0))];
  } catch {
    throw new OptionError(`${text} is not an HMAC: it is not in base64`);
  }
}
