/** What a JoinGroup request asks, and what letting a member in takes. */
import type { Random } from "../../runtime/runtime.ts";
import type { ClassicGroup } from "./classic_group.ts";
import type { MemberDescription } from "./group_member.ts";
import type { Rebalancer } from "./rebalance.ts";

export interface JoinCall {
  readonly memberId: string;
  readonly instanceId: string | null;
  readonly protocolType: string;
  readonly description: MemberDescription;
  /** A dynamic member must come back with the id it is given (JoinGroup 4+). */
  readonly requiresKnownId: boolean;
  /** A static leader that comes back may be told to skip the assignment (JoinGroup 9+). */
  readonly supportsSkippingAssignment: boolean;
}

export interface JoinContext {
  readonly rebalancer: Rebalancer;
  readonly random: Random;
  readonly maxSize: number;
  /** Writes the group's record with its present assignment; resolves with an error code. */
  persistCurrent(group: ClassicGroup): Promise<number>;
}
