/** franz-go's own tests: produce, consume, groups that move many records while members come and go. */
import { buildGoTests, type GoTests, runGoTests } from "../harness/go_tests.ts";
import type { Suite } from "../harness/suite.ts";

const TESTS: GoTests = {
  package: "github.com/twmb/franz-go/pkg/kgo",
  version: "v1.22.3",
  /** Those that talk to a broker and do not sleep most of their time. */
  only:
    "^Test(Ping|Issue[0-9]+|IssueFetch|IssueProduce|Unknown|Consume|Direct|AddRemove|Pause|Pooling|Group|HookPoll|Lookback|Client_)",
  /** Transactions, groups of the new protocol, share groups, SASL; and what sleeps. */
  except: "Txn|848|Share|Auth|Issue(337|434|523)|BrokerTooOld",
  env: {},
};

export const franzGo: Suite = {
  name: "franz-go",
  async run(suite) {
    const missing = await buildGoTests(suite.cache, TESTS);
    if (missing !== null) return suite.skip("all", missing);
    const { address } = await suite.startOttla();
    await runGoTests(suite, {
      ...TESTS,
      env: {
        KGO_SEEDS: address,
        KGO_TEST_RF: "1",
        KGO_TEST_RECORDS: "50000",
        KGO_LOG_LEVEL: "none",
      },
    });
  },
};
