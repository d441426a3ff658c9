/** A broker without a coordinator in its process waits until it finds one, and says so. */
import type { NodeLayout } from "../config/node_layout.ts";
import type { RaftNode } from "../metadata/raft/raft_node.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { logger } from "./logger.ts";

const LOOK_AGAIN_MS = 20;
/** Silence before the first line, and between lines. */
const FIRST_NOTICE_MS = 500;
const NOTICE_INTERVAL_MS = 10_000;

/** Resolves when the quorum has a leader that this node knows. */
export async function waitForQuorum(
  { clock }: Pick<Runtime, "clock">,
  raft: RaftNode,
  node: NodeLayout,
): Promise<void> {
  let nextNoticeMs = clock.monotonic() + FIRST_NOTICE_MS;
  let waited = false;
  while (raft.leaderAndEpoch().leaderId === null) {
    if (clock.monotonic() >= nextNoticeMs) {
      nextNoticeMs = clock.monotonic() + NOTICE_INTERVAL_MS;
      waited = true;
      logger.warn("Waiting for the coordinator at {addresses}", { addresses: addressesOf(node) });
    }
    await clock.sleep(LOOK_AGAIN_MS);
  }
  if (waited) logger.info("Found the coordinator");
}

/** Where the node looks for coordinators, as text. */
export function addressesOf(node: NodeLayout): string {
  const known = node.voters.length > 0 ? node.voters : node.bootstrapServers;
  return known.map(({ host, port }) => `${host}:${port}`).join(", ");
}
