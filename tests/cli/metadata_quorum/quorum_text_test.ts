import { assertEquals } from "@std/assert";
import type { Listing } from "../../../cli/output/listing.ts";
import { textTable } from "../../../cli/output/text_table.ts";
import { quorumReplication, quorumStatus } from "../../../cli/metadata_quorum/quorum_text.ts";
import type { DescribedQuorum } from "../../../client/admin/quorum.ts";

const DIRECTORY = "ILZ5MPTeRWakmJu99uBJCA";
const QUORUM: DescribedQuorum = {
  leaderId: 2,
  leaderEpoch: 5,
  highWatermark: 90n,
  voters: [
    {
      id: 1,
      directoryId: DIRECTORY,
      logEndOffset: 80n,
      lastFetchMs: 990n,
      lastCaughtUpMs: 700n,
    },
    { id: 2, directoryId: null, logEndOffset: 100n, lastFetchMs: 1000n, lastCaughtUpMs: 1000n },
  ],
  observers: [
    { id: 7, directoryId: null, logEndOffset: 99n, lastFetchMs: null, lastCaughtUpMs: null },
  ],
  endpoints: new Map([
    [1, [{ name: "CONTROLLER", host: "::1", port: 9093 }]],
    [2, [
      { name: "CONTROLLER", host: "two", port: 9093 },
      { name: "SECOND", host: "two", port: 9094 },
    ]],
  ]),
};

function kafkaText<Row>({ kafka, columns, rows }: Listing<Row>): string {
  return (kafka ?? textTable)(columns, rows);
}

Deno.test("quorumStatus tells how far the last voter is behind the leader, and how members are reached", () => {
  assertEquals(
    kafkaText(quorumStatus("abc", QUORUM)),
    [
      "ClusterId:              abc",
      "LeaderId:               2",
      "LeaderEpoch:            5",
      "HighWatermark:          90",
      "MaxFollowerLag:         20",
      "MaxFollowerLagTimeMs:   300",
      `CurrentVoters:          [{"id": 1, "directoryId": "${DIRECTORY}", "endpoints": ` +
      `["CONTROLLER://[::1]:9093"]}, {"id": 2, "endpoints": ["CONTROLLER://two:9093", ` +
      `"SECOND://two:9094"]}]`,
      `CurrentObservers:       [{"id": 7}]`,
      "",
    ].join("\n"),
  );
  const { voters } = QUORUM;
  const lagTime = (quorum: DescribedQuorum) =>
    /TimeMs: +(\S+)/.exec(kafkaText(quorumStatus("", quorum)))![1];
  assertEquals(lagTime({ ...QUORUM, voters: [voters[1]] }), "0");
  assertEquals(
    lagTime({ ...QUORUM, voters: [{ ...voters[0], lastCaughtUpMs: null }, voters[1]] }),
    "-1",
  );
  assertEquals(lagTime({ ...QUORUM, leaderId: -1 }), "-1");
});

Deno.test("quorumReplication lists the leader, then followers, then observers, with times or distances", () => {
  const cells = (text: string) =>
    text.split("\n").filter((line) => line !== "").map((line) =>
      line.split("\t").map((cell) => cell.trim()).slice(0, -1)
    );
  const [heading, ...rows] = cells(kafkaText(quorumReplication(QUORUM, null)));
  assertEquals(heading, [
    "NodeId",
    "DirectoryId",
    "LogEndOffset",
    "Lag",
    "LastFetchTimestamp",
    "LastCaughtUpTimestamp",
    "Status",
  ]);
  assertEquals(rows, [
    ["2", "AAAAAAAAAAAAAAAAAAAAAA", "100", "0", "1000", "1000", "Leader"],
    ["1", DIRECTORY, "80", "20", "990", "700", "Follower"],
    ["7", "AAAAAAAAAAAAAAAAAAAAAA", "99", "1", "-1", "-1", "Observer"],
  ]);
  assertEquals(
    cells(kafkaText(quorumReplication(QUORUM, 1500))).slice(1).map((row) => row.slice(4, 6)),
    [["500 ms ago", "500 ms ago"], ["510 ms ago", "800 ms ago"], ["-1", "-1"]],
  );
});
