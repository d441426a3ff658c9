/** Any order of requests, time and log failures leaves a group that makes sense, and nobody waiting for ever. */
import { assert } from "@std/assert";
import fc from "fast-check";
import type { JoinResult, SyncResult } from "../../../broker/group/group_member.ts";
import { Errors } from "../../../protocol/errors.ts";
import { type Call, GroupHarness } from "./group_harness.ts";

type Step =
  | {
    readonly kind: "join";
    readonly who: number;
    readonly known: boolean;
    readonly fixed: boolean;
  }
  | { readonly kind: "sync" | "heartbeat" | "leave"; readonly who: number }
  | { readonly kind: "all"; readonly what: "join" | "sync" | "heartbeat" }
  | { readonly kind: "wait"; readonly ms: number }
  | { readonly kind: "log"; readonly mode: "good" | "hold" | "refuse" | "release" | "fail" };

const who = fc.nat({ max: 4 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("join" as const),
      who,
      known: fc.boolean(),
      fixed: fc.boolean(),
    }),
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constantFrom("sync", "heartbeat", "leave"), who }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("all" as const),
      what: fc.constantFrom("join", "sync", "heartbeat"),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("wait" as const),
      ms: fc.constantFrom(0, 500, 3_000, 7_000, 70_000),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("log" as const),
      mode: fc.constantFrom("good", "hold", "refuse", "release", "fail"),
    }),
  },
);

const PROTOCOLS = [["range", "rr"], ["rr", "range"], ["range"], ["rr", "sticky"], [
  "range",
  "sticky",
]];

class Run {
  readonly it = new GroupHarness({ maxSize: 4 });
  readonly parked: Call<JoinResult | SyncResult>[] = [];
  readonly ids = new Map<number, string>();
  readonly joins = new Map<number, Call<JoinResult>>();
  highestGeneration = 0;

  async take(one: Step): Promise<void> {
    const { it } = this;
    switch (one.kind) {
      case "join": {
        const id = one.known ? this.#idOf(one.who) : "";
        const call = await it.join(id, {
          version: one.who % 2 === 0 ? 3 : 9,
          instanceId: one.fixed ? `i${one.who}` : undefined,
          protocols: PROTOCOLS[one.who],
          sessionTimeoutMs: 10_000,
          rebalanceTimeoutMs: 20_000 + one.who * 5_000,
        });
        this.parked.push(call);
        this.joins.set(one.who, call);
        break;
      }
      case "sync":
        this.parked.push(
          await it.sync(this.#idOf(one.who), it.group?.generationId ?? 0, { [this.#idOf(0)]: "a" }),
        );
        break;
      case "heartbeat":
        it.heartbeat(this.#idOf(one.who), it.group?.generationId ?? 0);
        break;
      case "leave":
        await it.leave(this.#idOf(one.who));
        break;
      case "all":
        for (const { id, instanceId } of it.group?.members() ?? []) {
          if (one.what === "heartbeat") it.heartbeat(id, it.group.generationId);
          else if (one.what === "sync") this.parked.push(await it.sync(id, it.group.generationId));
          else {
            const fixed = instanceId === null ? {} : { instanceId };
            this.parked.push(await it.join(id, { ...fixed, rebalanceTimeoutMs: 20_000 }));
          }
        }
        break;
      case "wait":
        await it.clock.advance(one.ms);
        break;
      case "log":
        await this.#log(one.mode);
    }
    this.check();
  }

  /** The id that the client would use: the one it was given last. */
  #idOf(who: number): string {
    const id = this.joins.get(who)?.answer?.memberId;
    if (id !== undefined && id !== "") this.ids.set(who, id);
    return this.ids.get(who) ?? "nobody";
  }

  async #log(mode: (Step & { kind: "log" })["mode"]): Promise<void> {
    const { log } = this.it;
    log.refusal = mode === "refuse" ? Errors.COORDINATOR_NOT_AVAILABLE : Errors.NONE;
    log.holding = mode === "hold";
    if (mode === "release") await log.release();
    if (mode === "fail") await log.release(Errors.NOT_COORDINATOR);
  }

  check(): void {
    const { group } = this.it;
    if (group === undefined) {
      this.highestGeneration = 0;
      return;
    }
    const members = group.members();
    assert(group.generationId >= this.highestGeneration, "generations only grow");
    this.highestGeneration = group.generationId;
    assert(
      (group.leaderId === null) === (members.length === 0),
      "a leader as long as there are members",
    );
    assert(group.leaderId === null || group.has(group.leaderId), "the leader is a member");
    assert(group.awaitingJoinCount <= 4, "no more members than allowed gather");
    if (group.state === "Empty") assert(members.length === 0, "nobody in an empty group");
    if (group.state === "Stable" || group.state === "CompletingRebalance") {
      assert(members.length > 0, "somebody in a formed group");
      for (const { description } of members) {
        assert(
          description.protocols.some(({ name }) => name === group.protocolName),
          "all have the protocol",
        );
      }
    }
    for (const member of members) {
      assert(
        member.awaitingSync === null || group.state === "CompletingRebalance",
        "sync is parked while completing",
      );
      const fixed = member.instanceId;
      assert(
        fixed === null || group.staticMemberId(fixed) === member.id,
        "instances lead to their members",
      );
    }
    for (const id of group.pendingSync) assert(group.has(id), "only members are waited for");
  }
}

Deno.test("Classic groups keep their invariants in any order of events, and answer every request", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 10, maxLength: 80, size: "max" }),
      async (steps) => {
        const run = new Run();
        for (const one of steps) await run.take(one);
        const { it } = run;
        it.log.holding = false;
        it.log.refusal = Errors.NONE;
        await it.log.release();
        // Nobody comes any more: sessions, joins and pending ids end, one after the other.
        await it.clock.advance(2_000_000);
        run.check();
        for (const call of run.parked) assert(call.answer !== null, "every request is answered");
        assert(
          it.group === undefined || it.group.state === "Empty",
          "in the end everybody is gone",
        );
        it.shard.unload();
      },
    ),
    { numRuns: 300 },
  );
});
