/** kafka-share-groups: lists, describes, resets and deletes share groups. */
import { flagTool } from "./flag_tool.ts";
import { groupCommand } from "./group_command.ts";
import {
  deleteShareGroupOffsets,
  deleteShareGroups,
  listShareGroups,
  resetShareOffsets,
} from "./share_groups/actions.ts";
import { checkShareGroupsFlags, parseStates } from "./share_groups/check_flags.ts";
import { describeShareGroups } from "./share_groups/describe_groups.ts";
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
  lists: ["list", "describe", "reset-offsets"],
  usageAfterParserErrors: false,
  async run(options, context) {
    const action = checkShareGroupsFlags(options);
    const state = options.value("state");
    if (state !== undefined) parseStates(state);
    await groupCommand(
      context,
      options,
      "share",
      (cluster) => ACTIONS[action](cluster, context.output, options),
    );
    // Kafka's tool ends so whatever happened.
    return 0;
  },
});
