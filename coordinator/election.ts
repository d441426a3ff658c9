/** Who is to lead a partition (metadata-quorum 4.5). */
import { NO_LEADER } from "../metadata/image/image.ts";
import type { Acceptable } from "./liveness.ts";

/** ONLINE keeps a leader that can stay; PREFERRED moves to the first replica; UNCLEAN takes any live one at last. */
export type ElectionMode = "online" | "preferred" | "unclean";

export interface Candidates {
  readonly mode: ElectionMode;
  readonly leader: number;
  /** In order of preference. */
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  readonly elr: readonly number[];
  readonly lastKnownElr: readonly number[];
  readonly acceptable: Acceptable;
}

export interface Election {
  /** {@linkcode NO_LEADER} when nobody can lead. */
  readonly leader: number;
  /** The new leader may lack acknowledged records. */
  readonly unclean: boolean;
}

/** Elects; the outcome may be the leader of before. */
export function elect(candidates: Candidates): Election {
  const { mode, leader, replicas, isr, elr, lastKnownElr, acceptable } = candidates;
  const valid = (id: number) =>
    acceptable(id) && (isr.includes(id) || (isr.length === 0 && elr.includes(id)));

  if (mode === "preferred" && replicas.length > 0 && valid(replicas[0])) return clean(replicas[0]);
  if (valid(leader)) return clean(leader);
  const online = replicas.find(valid);
  if (online !== undefined) return clean(online);

  const lastKnown = isr.length === 0 && elr.length === 0 && lastKnownElr.length === 1;
  if (lastKnown && acceptable(lastKnownElr[0])) return { leader: lastKnownElr[0], unclean: true };
  if (mode === "unclean") {
    const any = replicas.find(acceptable);
    if (any !== undefined) return { leader: any, unclean: true };
  }
  return clean(NO_LEADER);
}

function clean(leader: number): Election {
  return { leader, unclean: false };
}
