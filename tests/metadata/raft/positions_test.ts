/** Where a replica's log stands against the leader's: a part of it, diverging, or too old. */
import { assertEquals } from "@std/assert";
import { checkPosition } from "../../../metadata/raft/fetch_serving.ts";
import type { LogView, OffsetAndEpoch, SnapshotId } from "../../../metadata/raft/types.ts";

/** Epoch 3 from 10, epoch 5 from 20, epoch 6 from 30 to 40; snapshots up to 10 and 25. */
class Log implements LogView {
  readonly startOffset = 10;
  readonly endOffset = 40;
  readonly lastEpoch = 6;
  readonly latestSnapshot: SnapshotId = { endOffset: 25, epoch: 5 };
  readonly earliestSnapshot: SnapshotId = { endOffset: 10, epoch: 2 };

  endOffsetForEpoch(epoch: number): OffsetAndEpoch {
    if (epoch >= 6) return { offset: 40, epoch: 6 };
    if (epoch === 5) return { offset: 30, epoch: 5 };
    if (epoch >= 3) return { offset: 20, epoch: 3 };
    return { offset: 10, epoch };
  }
}

const SNAPSHOT = "snapshot 25";
const CASES: [offset: number, epoch: number, expected: string][] = [
  [0, 0, SNAPSHOT],
  [9, 3, SNAPSHOT],
  [10, 2, "records"],
  [10, 3, SNAPSHOT],
  [12, 1, SNAPSHOT],
  [15, 3, "records"],
  [20, 3, "records"],
  [21, 3, "diverging 3 20"],
  // The leader knows nothing of epoch 4.
  [20, 4, "diverging 3 20"],
  [15, 4, "diverging 3 20"],
  [30, 5, "records"],
  [31, 5, "diverging 5 30"],
  [40, 6, "records"],
  [41, 6, "diverging 6 40"],
  [35, 7, "diverging 6 40"],
];

for (const [offset, epoch, expected] of CASES) {
  Deno.test(`a log up to ${offset} of epoch ${epoch}: ${expected}`, () => {
    const decision = checkPosition(new Log(), { offset, epoch });
    const text = decision.kind === "diverging"
      ? `diverging ${decision.end.epoch} ${decision.end.offset}`
      : decision.kind === "snapshot"
      ? `snapshot ${decision.snapshotId.endOffset}`
      : decision.kind;
    assertEquals(text, expected);
  });
}

Deno.test("a fresh log goes to a fresh follower from its beginning", () => {
  const log: LogView = {
    startOffset: 0,
    endOffset: 5,
    lastEpoch: 1,
    latestSnapshot: null,
    earliestSnapshot: null,
    endOffsetForEpoch: (epoch) => ({ offset: epoch < 1 ? 0 : 5, epoch: Math.min(epoch, 1) }),
  };
  assertEquals(checkPosition(log, { offset: 0, epoch: 0 }), { kind: "records", offset: 0 });
  assertEquals(checkPosition(log, { offset: 3, epoch: 0 }), {
    kind: "diverging",
    end: { offset: 0, epoch: 0 },
  });
});
