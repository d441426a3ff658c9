/** A broker that knows groups by name and nothing else, on a simulated machine. */
import type { ApiHandler } from "../../network/api.ts";
import { defineApi } from "../../network/define_api.ts";
import { Apis } from "../../protocol/apis.ts";
import { Errors } from "../../protocol/errors.ts";
import { SimulatedBroker } from "./simulated_broker.ts";

export interface KnownGroup {
  readonly groupId: string;
  readonly groupType: string;
  readonly protocolType: string;
}

export class GroupServer extends SimulatedBroker {
  constructor(readonly groups: readonly KnownGroup[]) {
    super("groups");
  }

  protected override handlers(): ApiHandler[] {
    return [
      defineApi(Apis.ListGroups, () => ({
        throttleTimeMs: 0,
        errorCode: Errors.NONE,
        groups: this.groups.map((group) => ({ ...group, groupState: "Empty" })),
      })),
    ];
  }
}

/** What the tools that were recorded before kafka-groups had left. */
export function withGroups(): Promise<GroupServer> {
  return new GroupServer([
    { groupId: "vc3", groupType: "consumer", protocolType: "consumer" },
    ...["static", "vc2", "g-rest", "vc"].map(classic("consumer")),
    ...[92327, 1653, 33189, 57928, 45476].map((id) => `perf-consumer-${id}`).map(
      classic("consumer"),
    ),
    ...[1795493701887, 1795493698399, 1795493706139].map((id) => `test-group-${id}`).map(
      classic(""),
    ),
  ]).start(19092);
}

function classic(protocolType: string): (groupId: string) => KnownGroup {
  return (groupId) => ({ groupId, groupType: "classic", protocolType });
}
