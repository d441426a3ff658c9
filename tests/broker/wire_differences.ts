/**
 * Where we don't answer as Kafka 4.3.1 did, case by case, and why. A case that is listed must differ, so that a line goes
 * when its reason does.
 */

export const REASONS = {
  "apis": "Kafka lists more APIs",
  "transactions": "there is no transaction coordinator yet",
  "consumer groups": "groups of the consumer protocol (KIP-848) are not served yet",
  "share groups": "there is no share coordinator yet",
  "history": "the recorder's node had started before, and wrote other records",
  "wording": "the same refusal in other words",
  "legacy": "a key of Kafka 3.x, taken so that its data and scripts go on working",
  "better": "Kafka never answers: its handler dies of it",
} as const;

export type Reason = keyof typeof REASONS;

/** Case, reason, and the fields that differ; every field where none is named. */
export const DIFFERENCES: readonly (readonly [name: string, reason: Reason, ...paths: string[]])[] =
  [
    ["api-versions/0", "apis"],
    ["api-versions/3", "apis"],
    ["api-versions/4", "apis"],
    ["low/api-versions-3-negative-corr", "apis"],
    ["low/header-only-api-versions-0", "apis"],
    ["create-topics/config-remote", "wording", "/topics/0/errorMessage"],
    ["create-topics/config-message-format-version", "legacy"],
    ["produce/null-records", "better"],
    ["produce/magic-7", "wording", "/responses/0/partitionResponses/0/errorMessage"],
    ["produce/batch-length-10", "wording", "/responses/0/partitionResponses/0/errorMessage"],
    ["produce/log-append-flag-on-log-append-topic", "wording", ...recordErrors(3)],
    ["produce/keyless-on-compacted", "wording", ...recordErrors(1)],
    ["produce/timestamp-too-old", "wording", ...recordErrors(2)],
    ["produce/timestamp-too-new", "wording", ...recordErrors(1)],
    ["produce/timestamp-2h-ahead-default-topic", "wording", ...recordErrors(1)],
    ["find-coordinator/transaction", "transactions"],
    ["find-coordinator/transaction-empty", "transactions"],
    ["find-coordinator/share-later", "share groups"],
    ["list-config-resources/all", "share groups"],
    ["low/array-length--2", "share groups"],
    ["describe-quorum/good", "history", ...quorumState()],
    ["init-producer/new", "transactions"],
    ["init-producer/unknown-producer-id", "transactions"],
    ["init-producer/future-epoch", "transactions"],
    ["init-producer/again", "transactions"],
    ["init-producer/with-current-epoch", "transactions"],
    ["init-producer/with-last-epoch-retry", "transactions"],
    ["init-producer/with-older-epoch", "transactions"],
    ["init-producer/older-epoch-v3", "transactions"],
    ["produce/transactional-not-added-v11", "transactions"],
    ["produce/transactional-not-added-v10", "transactions"],
    ["produce/transactional-acks-1-not-added", "transactions"],
    ["produce/transactional-unknown-producer", "transactions"],
    ["produce/transactional-old-epoch", "transactions"],
    ["produce/transactional-added", "transactions"],
    ["produce/transactional-gap", "transactions"],
    ["produce/non-transactional-in-open-transaction", "transactions"],
    ["produce/transactional-after-end-not-added", "transactions"],
    ["list-offsets/lso-open-transaction", "transactions"],
    ["fetch/read-committed-open-transaction", "transactions"],
    ["fetch/read-committed-aborted", "transactions"],
    ["fetch/read-uncommitted-aborted", "transactions"],
    ["offset-fetch/pending-require-stable", "transactions"],
    ["v2/init", "transactions"],
    ["v2/produce-v12-adds-the-partition", "transactions"],
    ["v2/produce-old-epoch", "transactions"],
    ["v2/produce-new-epoch-seq-1", "transactions"],
    ["v2/produce-new-epoch-seq-0", "transactions"],
    ["v2/init-while-ongoing", "transactions"],
    ["v2/init-after-fencing", "transactions"],
    ["describe-producers/tx", "transactions"],
    ["list-groups/reconciling", "consumer groups"],
    ["describe-groups/of-consumer-group-v5", "consumer groups"],
    ["describe-groups/of-consumer-group-v6", "consumer groups"],
    ["delete-groups/consumer-active", "consumer groups"],
    ["list-groups/with-consumer-groups", "consumer groups"],
    ["offset-commit/cg-stale-epoch", "consumer groups"],
    ["offset-commit/cg-unknown-member", "consumer groups"],
    ["offset-commit/cg-v8", "consumer groups"],
    ["offset-commit/cg-no-member", "consumer groups"],
    ["offset-fetch/cg-stale", "consumer groups"],
  ];

function quorumState(): string[] {
  const at = "/topics/0/partitions/0";
  return [`${at}/leaderEpoch`, `${at}/highWatermark`, `${at}/currentVoters/0/logEndOffset`];
}

function recordErrors(count: number): string[] {
  const at = "/responses/0/partitionResponses/0";
  return [
    `${at}/errorMessage`,
    ...Array.from({ length: count }, (_, i) => `${at}/recordErrors/${i}/batchIndexErrorMessage`),
  ];
}
