import { assertEquals, assertThrows } from "@std/assert";
import {
  formatQuorumState,
  parseQuorumState,
  QuorumStateError,
} from "../../../metadata/raft/quorum_state_file.ts";
import { ZERO_UUID } from "../../../protocol/uuid.ts";

const DIRECTORY = "qLMqe0NFRVyRMVyAjJlAAw";

/** As Kafka 3.5, 3.9 and 4.3 wrote them. */
const WRITTEN: [text: string, kraftVersion: number, voters: number[]][] = [
  [
    `{"clusterId":"","leaderId":1,"leaderEpoch":2,"votedId":-1,"appliedOffset":0,"currentVoters":[{"voterId":1}],"data_version":0}`,
    0,
    [1],
  ],
  [
    `{"clusterId":"","leaderId":-1,"leaderEpoch":7,"votedId":3,"appliedOffset":0,"currentVoters":[{"voterId":1},{"voterId":3}],"data_version":0}`,
    0,
    [1, 3],
  ],
  [
    `{"leaderId":1,"leaderEpoch":1,"votedId":-1,"votedDirectoryId":"${ZERO_UUID}","data_version":1}`,
    1,
    [1],
  ],
  [
    `{"leaderId":-1,"leaderEpoch":2,"votedId":1,"votedDirectoryId":"${DIRECTORY}","data_version":1}`,
    1,
    [1],
  ],
];

for (const [text, kraftVersion, voters] of WRITTEN) {
  Deno.test(`quorum-state is read and written again as it was: ${text.slice(0, 60)}`, () => {
    assertEquals(formatQuorumState(parseQuorumState(text), kraftVersion, voters), text);
  });
}

Deno.test("a vote of version 1 has its directory, one of version 0 has none", () => {
  assertEquals(parseQuorumState(WRITTEN[3][0]), {
    epoch: 2,
    leaderId: null,
    votedId: 1,
    votedDirectoryId: DIRECTORY,
  });
  assertEquals(parseQuorumState(WRITTEN[1][0]).votedDirectoryId, ZERO_UUID);
});

const BROKEN = [
  "",
  "nonsense",
  "null",
  "[]",
  `{"leaderId":1,"leaderEpoch":1,"votedId":-1}`,
  `{"leaderId":1,"leaderEpoch":1,"votedId":-1,"data_version":2}`,
  `{"leaderId":1,"leaderEpoch":-1,"votedId":-1,"data_version":0}`,
  `{"leaderId":"1","leaderEpoch":1,"votedId":-1,"data_version":0}`,
  `{"leaderEpoch":1,"votedId":-1,"data_version":0}`,
  `{"leaderId":1,"leaderEpoch":1.5,"votedId":-1,"data_version":0}`,
];
for (const text of BROKEN) {
  Deno.test(`quorum-state that is broken is refused: ${text}`, () => {
    assertThrows(() => parseQuorumState(text), QuorumStateError);
  });
}
