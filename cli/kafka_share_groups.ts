/** kafka-share-groups: lists, describes, resets and deletes share groups. */
import { ApiError } from "../protocol/errors.ts";
import { clusterOptions, commandSettings, openCluster } from "./cluster.ts";
import { errorText } from "./error_text.ts";
import { flagTool } from "./flag_tool.ts";
import { UsageError } from "./options/option_error.ts";
import {
  deleteShareGroupOffsets,
  deleteShareGroups,
  describeShareGroups,
  listShareGroups,
  resetShareOffsets,
} from "./share_groups/actions.ts";
import { checkShareGroupsFlags, parseStates } from "./share_groups/check_flags.ts";
import { SHARE_GROUPS_FLAGS } from "./share_groups/flags.ts";

const ACTIONS = {
  "list": listShareGroups,
  "describe": describeShareGroups,
  "delete": deleteShareGroups,
  "reset-offsets": resetShareOffsets,
  "delete-offsets": deleteShareGroupOffsets,
} as const;

export const kafkaShareGroups = flagTool({
  name: "kafka-share-groups",
  purpose: "This tool lists, describes, resets and deletes share groups.",
  flags: SHARE_GROUPS_FLAGS,
  usageAfterParserErrors: false,
  async run(options, { runtime, output }) {
    const action = checkShareGroupsFlags(options);
    const state = options.value("state");
    if (state !== undefined) parseStates(state);
    const settings = await commandSettings(runtime, options.value("command-config"));
    const cluster = await openCluster(runtime, output, {
      ...clusterOptions(options.value("bootstrap-server")!, settings),
      ...options.has("timeout") && { timeoutMs: options.number("timeout") },
    });
    try {
      await ACTIONS[action](cluster, output, options);
    } catch (error) {
      if (error instanceof UsageError) throw error;
      const why = error instanceof ApiError ? errorText(error) : (error as Error).message;
      output.line(`\nError: Executing share group command failed due to ${why}`);
    } finally {
      cluster.close();
    }
    // Kafka's tool ends so whatever happened.
    return 0;
  },
});
