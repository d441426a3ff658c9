import { Errors } from "../../protocol/errors.ts";
import type { RaftCore } from "./core.ts";

/** Checks a request to the leader; NONE when this node leads its epoch. */
export function checkLeadership(core: RaftCore, epoch: number): number {
  if (epoch >= 0 && epoch < core.epoch) return Errors.FENCED_LEADER_EPOCH;
  if (epoch > core.epoch) return Errors.UNKNOWN_LEADER_EPOCH;
  if (core.state.kind !== "leader") return Errors.NOT_LEADER_OR_FOLLOWER;
  return Errors.NONE;
}
