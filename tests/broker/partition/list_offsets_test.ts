/** ListOffsets and OffsetForLeaderEpoch of a partition with replicas (KIP-207, KIP-320). */
import { assertEquals } from "@std/assert";
import { listOffsets } from "../../../broker/apis/list_offsets.ts";
import { offsetForLeaderEpoch } from "../../../broker/apis/offset_for_leader_epoch.ts";
import type { BrokerServices } from "../../../broker/services.ts";
import type { Api } from "../../../protocol/api.ts";
import { Apis } from "../../../protocol/apis.ts";
import { complete } from "../../../protocol/codec/complete.ts";
import { Errors } from "../../../protocol/errors.ts";
import { type LogFixture, simulated } from "../../storage/log_fixture.ts";
import { idOf, topicOf } from "../images.ts";
import { batchOf, written } from "./partition_fixture.ts";
import { Replicas } from "./replicas_fixture.ts";

const TIMESTAMP = 1_735_689_600_000n;

class Scene {
  constructor(readonly replicas: Replicas) {}

  static async open(fixture: LogFixture) {
    const it = new Scene(await Replicas.open(fixture));
    await it.lead(0);
    return it;
  }

  lead(leaderEpoch: number, leader = 1) {
    return this.replicas.apply({
      topics: [topicOf("t", idOf(1), { replicas: [1, 2], leader, leaderEpoch })],
    });
  }

  get partition() {
    return this.replicas.manager.get("t", 0)!;
  }

  async append(...values: string[]) {
    for (const value of values) this.partition.append(batchOf(value), { origin: "client" });
    await written(this.partition);
  }

  async ask(api: Api, version: number, body: any): Promise<any> {
    const services = { replicas: this.replicas.manager } as unknown as BrokerServices;
    const [handler] = [listOffsets, offsetForLeaderEpoch].map((make) => make(services))
      .filter(({ key }) => key === api.key);
    const request = complete(api.request.fields, body);
    const answer = await handler.handle(request, { apiVersion: version } as any);
    const bytes = api.response.encode(answer as any, version);
    return api.response.decode(bytes, version).topics[0].partitions[0];
  }

  async offset(timestamp: bigint, { version = 10, replicaId = -1, isolationLevel = 0 } = {}) {
    const { errorCode, offset } = await this.ask(Apis.ListOffsets, version, {
      replicaId,
      isolationLevel,
      topics: [{
        name: "t",
        partitions: [{ partitionIndex: 0, timestamp, currentLeaderEpoch: -1 }],
      }],
    });
    return errorCode !== 0 ? `error ${errorCode}` : offset;
  }

  epochEnd(leaderEpoch: number, currentLeaderEpoch = -1) {
    return this.ask(Apis.OffsetForLeaderEpoch, 4, {
      topics: [{ topic: "t", partitions: [{ partition: 0, leaderEpoch, currentLeaderEpoch }] }],
    });
  }
}

simulated(
  "ListOffsets: consumers see the high watermark, followers and debuggers the log's end",
  async (fixture) => {
    const it = await Scene.open(fixture);
    await it.append("a", "b", "c");
    it.partition.followerFetched(2, 2);
    assertEquals(await it.offset(-1n), 2n);
    assertEquals(await it.offset(-1n, { isolationLevel: 1 }), 2n);
    assertEquals(
      [await it.offset(-1n, { replicaId: 2 }), await it.offset(-1n, { replicaId: -2 })],
      [3n, 3n],
    );
    assertEquals([
      await it.offset(-2n),
      await it.offset(TIMESTAMP),
      await it.offset(TIMESTAMP + 1n),
    ], [0n, 0n, -1n]);
  },
);

simulated(
  "ListOffsets of a new leader that may be behind the old one is OFFSET_NOT_AVAILABLE",
  async (fixture) => {
    const it = await Scene.open(fixture);
    await it.append("a", "b", "c");
    it.partition.followerFetched(2, 1);
    await it.lead(1);
    const { OFFSET_NOT_AVAILABLE, LEADER_NOT_AVAILABLE } = Errors;
    assertEquals(await it.offset(-1n), `error ${OFFSET_NOT_AVAILABLE}`);
    assertEquals(await it.offset(-1n, { version: 4 }), `error ${LEADER_NOT_AVAILABLE}`);
    // What it does know it tells; and followers are not concerned.
    assertEquals([await it.offset(-2n), await it.offset(TIMESTAMP)], [0n, 0n]);
    assertEquals(await it.offset(-1n, { replicaId: 2 }), 3n);
    it.partition.followerFetched(2, 3);
    assertEquals(await it.offset(-1n), 3n);
  },
);

simulated(
  "OffsetForLeaderEpoch tells where epochs ended, to those who know the present one",
  async (fixture) => {
    const it = await Scene.open(fixture);
    await it.append("a", "b");
    await it.lead(3);
    await it.append("c");
    const end = async (asked: number, current?: number) => {
      const { errorCode, leaderEpoch, endOffset } = await it.epochEnd(asked, current);
      return errorCode !== 0 ? errorCode : [leaderEpoch, Number(endOffset)];
    };
    assertEquals([await end(0), await end(2), await end(3), await end(4)], [
      [0, 2],
      [0, 2],
      [3, 3],
      [-1, -1],
    ]);
    assertEquals(await end(0, 2), Errors.FENCED_LEADER_EPOCH);
    assertEquals(await end(0, 4), Errors.UNKNOWN_LEADER_EPOCH);
    await it.lead(4, 2);
    assertEquals(await end(0), Errors.NOT_LEADER_OR_FOLLOWER);
  },
);
