/** Which flags of kafka-acls go together. */
import { UsageError } from "../options/option_error.ts";
import type { ParsedOptions } from "../options/parsed_options.ts";
import type { AclsFlag } from "./flags.ts";

const ACTIONS = ["list", "add", "remove"] as const;
export type AclsAction = (typeof ACTIONS)[number];

/** The one action that the flags name. @throws {UsageError} */
export function checkFlags(options: ParsedOptions<AclsFlag>): AclsAction {
  checkWay(options);
  const given = ACTIONS.filter((action) => options.has(action));
  if (given.length !== 1) {
    throw new UsageError("Command must include exactly one action: --list, --add, --remove. ");
  }
  options.refuse(
    "list",
    ...[
      "producer",
      "consumer",
      "allow-host",
      "allow-principal",
      "deny-host",
      "deny-principal",
    ] as const,
  );
  // What they do and to whom is known.
  options.refuse("producer", "operation", "deny-principal", "deny-host");
  options.refuse("consumer", "operation", "deny-principal", "deny-host");
  if (options.has("principal") && !options.has("list")) {
    throw new UsageError("The --principal option is only available if --list is set");
  }
  checkRoles(options);
  return given[0];
}

function checkWay(options: ParsedOptions<AclsFlag>): void {
  const [server, controller] = [
    options.has("bootstrap-server"),
    options.has("bootstrap-controller"),
  ];
  if (server && controller) {
    throw new UsageError(
      "Only one of --bootstrap-server or --bootstrap-controller must be specified",
    );
  }
  if (server || controller || options.has("authorizer-properties")) return;
  throw new UsageError("One of --bootstrap-server or --bootstrap-controller must be specified");
}

function checkRoles(options: ParsedOptions<AclsFlag>): void {
  const isProducer = options.has("producer");
  if (isProducer && !options.has("topic")) {
    throw new UsageError("With --producer you must specify a --topic");
  }
  if (options.has("idempotent") && !isProducer) {
    throw new UsageError("The --idempotent option is only available if --producer is set");
  }
  if (!options.has("consumer")) return;
  const isComplete = options.has("topic") && options.has("group");
  const hasOthers = options.has("cluster") || options.has("transactional-id");
  if (isComplete && (isProducer || !hasOthers)) return;
  throw new UsageError(
    "With --consumer you must specify a --topic and a --group and no --cluster or " +
      "--transactional-id option should be specified.",
  );
}
