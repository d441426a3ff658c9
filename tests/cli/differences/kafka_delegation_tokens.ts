/** Where kafka-delegation-tokens differs from Kafka's; see `transcript_differences.ts`. */
import type { Differences } from "../transcript_reasons.ts";

export const KAFKA_DELEGATION_TOKENS_DIFFERENCES: Differences = {
  "kafka-delegation-tokens-3.5": [
    [
      "kafka-delegation-tokens --bootstrap-server localhost:19092 --create --max-life-time-period -1 --command-config /tmp/unknown.properties --renewer-principal User:a",
      "of 4.3",
    ],
    [
      "kafka-delegation-tokens --bootstrap-server localhost:19092 --describe --command-config /tmp/unknown.properties",
      "of 4.3",
    ],
    [
      "kafka-delegation-tokens --bootstrap-server localhost:19092 --renew --renew-time-period -1 --hmac abc --command-config /tmp/unknown.properties",
      "of 4.3",
    ],
  ],
};
