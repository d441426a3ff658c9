/** The tests of segmentio's kafka-go, which expect their broker at localhost:9092. */
import { buildGoTests, type GoTests, runGoTests } from "../harness/go_tests.ts";
import { freePorts, isListening } from "../harness/ports.ts";
import type { Suite } from "../harness/suite.ts";

const PORT = 9092;

const TESTS: GoTests = {
  package: "github.com/segmentio/kafka-go",
  version: "v0.4.51",
  only: "^Test(Client|Conn|Dialer|Reader|Consumer|OffsetFetchRequest|CommitOffsets|CloseLeaves)",
  /**
   * Needs an authorizer, SASL or transactions; or fails as often with Apache Kafka: a topic's partitions are watched
   * before or after it is made, a closed group is asked for its offsets, segments are smaller than allowed.
   */
  except:
    "ACLs|SASL|Txn|Scram|FindCoordinator|TestReaderConsumerGroup$|ConsumerGroupWith|CompactedMessage|DialerResolver",
  env: { KAFKA_VERSION: "4.0.0", KAFKA_SKIP_NETTEST: "1" },
};

export const kafkaGo: Suite = {
  name: "kafka-go",
  async run(suite) {
    const missing = await buildGoTests(suite.cache, TESTS);
    if (missing !== null) return suite.skip("all", missing);
    if (await isListening(PORT)) return suite.skip("all", `port ${PORT}, somebody listens there`);
    const [controllerPort] = freePorts(1);
    await suite.startOttla({
      overrides: {
        "listeners": `PLAINTEXT://localhost:${PORT},CONTROLLER://localhost:${controllerPort}`,
        "controller.quorum.voters": `1@localhost:${controllerPort}`,
        "message.max.bytes": "200000000",
      },
    });
    await runGoTests(suite, TESTS);
  },
};
