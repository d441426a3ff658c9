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
