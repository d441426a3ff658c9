/** kafka-streams-groups: lists, describes, resets and deletes the groups of Streams applications. */
import { ApiError } from "../protocol/errors.ts";
import { clusterOptions, commandSettings, openCluster } from "./cluster.ts";
import { errorText } from "./error_text.ts";
import { flagTool } from "./flag_tool.ts";
import { UsageError } from "./options/option_error.ts";
import { parseStates } from "./share_groups/check_flags.ts";
import {
  deleteStreamsGroups,
  describeStreamsGroups,
  listStreamsGroups,
} from "./streams_groups/actions.ts";
import { checkStreamsGroupsFlags, STREAMS_STATES } from "./streams_groups/check_flags.ts";
import { STREAMS_GROUPS_FLAGS } from "./streams_groups/flags.ts";
import { deleteStreamsOffsets, resetStreamsOffsets } from "./streams_groups/offsets.ts";

const ACTIONS = {
  "list": listStreamsGroups,
  "describe": describeStreamsGroups,
  "delete": deleteStreamsGroups,
  "reset-offsets": resetStreamsOffsets,
  "delete-offsets": deleteStreamsOffsets,
} as const;

export const kafkaStreamsGroups = flagTool({
  name: "kafka-streams-groups",
  purpose: "This tool lists, describes, resets and deletes streams groups.",
  flags: STREAMS_GROUPS_FLAGS,
  usageAfterParserErrors: false,
  async run(options, { runtime, output }) {
    const action = checkStreamsGroupsFlags(options);
    const state = options.value("state");
    if (state !== undefined) parseStates(state, STREAMS_STATES);
    const settings = await commandSettings(runtime, options.value("command-config"));
    const cluster = await openCluster(runtime, output, {
      ...clusterOptions(options.value("bootstrap-server")!, settings),
      ...options.has("timeout") && { timeoutMs: options.number("timeout") },
    });
    try {
      await ACTIONS[action](cluster, output, options);
      return 0;
    } catch (error) {
      if (error instanceof UsageError) throw error;
      const why = error instanceof ApiError ? errorText(error) : (error as Error).message;
      output.line(`\nError: Executing streams group command failed due to ${why}`);
      return 1;
    } finally {
      cluster.close();
    }
  },
});
