/** kafka-streams-groups: lists, describes, resets and deletes the groups of Streams applications. */
import { flagTool } from "./flag_tool.ts";
import { groupCommand } from "./group_command.ts";
import { parseStates } from "./share_groups/check_flags.ts";
import { deleteStreamsGroups, listStreamsGroups } from "./streams_groups/actions.ts";
import { checkStreamsGroupsFlags, STREAMS_STATES } from "./streams_groups/check_flags.ts";
import { describeStreamsGroups } from "./streams_groups/describe_groups.ts";
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
  lists: ["list", "describe", "reset-offsets"],
  usageAfterParserErrors: false,
  async run(options, context) {
    const action = checkStreamsGroupsFlags(options);
    const state = options.value("state");
    if (state !== undefined) parseStates(state, STREAMS_STATES);
    const isDone = await groupCommand(
      context,
      options,
      "streams",
      (cluster) => ACTIONS[action](cluster, context.output, options),
    );
    return isDone ? 0 : 1;
  },
});
