/**
 * Every error of Kafka's protocol, one row each: code, whether clients may simply try again, the sentence that goes with
 * it, and the name of Kafka's exception, which tools print, where it is not the error's own name in camel case.
 */

export interface ErrorRow {
  readonly code: number;
  readonly message: string;
  /** Whether the same request may succeed later. */
  readonly retriable: boolean;
  /** Kafka's exception, without its package; absent where it follows from the name. */
  readonly exception?: string;
}

function fatal(code: number, message: string, exception?: string): ErrorRow {
  return { code, message, retriable: false, exception };
}

function retriable(code: number, message: string, exception?: string): ErrorRow {
  return { code, message, retriable: true, exception };
}

export const ERROR_TABLE = {
  UNKNOWN_SERVER_ERROR: fatal(
    -1,
    "The server ran into something unexpected while processing the request.",
    "UnknownServerException",
  ),
  NONE: fatal(0, "NONE", ""),
  OFFSET_OUT_OF_RANGE: fatal(1, "The offset lies outside of what the server has of the log."),
  CORRUPT_MESSAGE: retriable(
    2,
    "The record is damaged: its checksum, its size or its key is not valid.",
    "CorruptRecordException",
  ),
  UNKNOWN_TOPIC_OR_PARTITION: retriable(3, "This server does not host this topic-partition."),
  INVALID_FETCH_SIZE: fatal(4, "The fetch size is not valid."),
  LEADER_NOT_AVAILABLE: retriable(
    5,
    "There is no leader for this topic-partition as we are in the middle of a leadership election.",
  ),
  NOT_LEADER_OR_FOLLOWER: retriable(
    6,
    "This broker is not the partition's leader, or for a fetch not one of its replicas.",
  ),
  REQUEST_TIMED_OUT: retriable(7, "The request took longer than allowed.", "TimeoutException"),
  BROKER_NOT_AVAILABLE: fatal(8, "The broker cannot be reached."),
  REPLICA_NOT_AVAILABLE: retriable(9, "The replica of this partition cannot be reached."),
  MESSAGE_TOO_LARGE: fatal(
    10,
    "The record batch is larger than the server accepts.",
    "RecordTooLargeException",
  ),
  STALE_CONTROLLER_EPOCH: fatal(
    11,
    "The controller has moved to another broker.",
    "ControllerMovedException",
  ),
  OFFSET_METADATA_TOO_LARGE: fatal(
    12,
    "The metadata that goes with the offset is too large.",
    "OffsetMetadataTooLarge",
  ),
  NETWORK_EXCEPTION: retriable(
    13,
    "The connection broke before the response came.",
    "NetworkException",
  ),
  COORDINATOR_LOAD_IN_PROGRESS: retriable(
    14,
    "The coordinator is still loading its state and can't serve the request yet.",
  ),
  COORDINATOR_NOT_AVAILABLE: retriable(15, "There is no coordinator at the moment."),
  NOT_COORDINATOR: retriable(16, "This broker is not the right coordinator."),
  INVALID_TOPIC_EXCEPTION: fatal(
    17,
    "The request attempted to perform an operation on an invalid topic.",
    "InvalidTopicException",
  ),
  RECORD_LIST_TOO_LARGE: fatal(
    18,
    "The record batch is larger than a segment of the log may be.",
    "RecordBatchTooLargeException",
  ),
  NOT_ENOUGH_REPLICAS: retriable(
    19,
    "Messages are rejected since there are fewer in-sync replicas than required.",
  ),
  NOT_ENOUGH_REPLICAS_AFTER_APPEND: retriable(
    20,
    "The records were appended, but fewer replicas than required are in sync.",
  ),
  INVALID_REQUIRED_ACKS: fatal(21, "The produce request asks for acks that do not exist."),
  ILLEGAL_GENERATION: fatal(22, "The group is in another generation."),
  INCONSISTENT_GROUP_PROTOCOL: fatal(
    23,
    "The protocol type or protocols of this member do not fit those of the group.",
  ),
  INVALID_GROUP_ID: fatal(24, "The group id is not valid."),
  UNKNOWN_MEMBER_ID: fatal(25, "The coordinator does not know this member."),
  INVALID_SESSION_TIMEOUT: fatal(
    26,
    "The session timeout lies outside of the bounds that the broker allows.",
  ),
  REBALANCE_IN_PROGRESS: fatal(27, "The group is rebalancing, so the member must join again."),
  INVALID_COMMIT_OFFSET_SIZE: fatal(28, "The offset can't be stored: its record is too large."),
  TOPIC_AUTHORIZATION_FAILED: fatal(
    29,
    "Not authorized for the topic.",
    "TopicAuthorizationException",
  ),
  GROUP_AUTHORIZATION_FAILED: fatal(
    30,
    "Not authorized for the group.",
    "GroupAuthorizationException",
  ),
  CLUSTER_AUTHORIZATION_FAILED: fatal(
    31,
    "Not authorized for the cluster.",
    "ClusterAuthorizationException",
  ),
  INVALID_TIMESTAMP: fatal(32, "The timestamp of the record lies outside of the allowed range."),
  UNSUPPORTED_SASL_MECHANISM: fatal(33, "The broker does not offer this SASL mechanism."),
  ILLEGAL_SASL_STATE: fatal(34, "The request does not fit the state of the SASL handshake."),
  UNSUPPORTED_VERSION: fatal(35, "The version of API is not supported."),
  TOPIC_ALREADY_EXISTS: fatal(
    36,
    "There is a topic of this name already.",
    "TopicExistsException",
  ),
  INVALID_PARTITIONS: fatal(37, "The number of partitions is not valid."),
  INVALID_REPLICATION_FACTOR: fatal(
    38,
    "The replication factor is below 1 or above the number of brokers.",
  ),
  INVALID_REPLICA_ASSIGNMENT: fatal(39, "The replica assignment is not valid."),
  INVALID_CONFIG: fatal(40, "The configuration is not valid.", "InvalidConfigurationException"),
  NOT_CONTROLLER: retriable(41, "This is not the active controller."),
  INVALID_REQUEST: fatal(
    42,
    "This most likely occurs because of a request being malformed by the client library or the " +
      "message was sent to an incompatible broker. See the broker logs for more details.",
  ),
  UNSUPPORTED_FOR_MESSAGE_FORMAT: fatal(43, "The broker's message format has no support for this."),
  POLICY_VIOLATION: fatal(44, "A configured policy does not allow the request."),
  OUT_OF_ORDER_SEQUENCE_NUMBER: fatal(
    45,
    "The producer's sequence number is not the next one.",
    "OutOfOrderSequenceException",
  ),
  DUPLICATE_SEQUENCE_NUMBER: fatal(
    46,
    "The producer's sequence number was used before.",
    "DuplicateSequenceException",
  ),
  INVALID_PRODUCER_EPOCH: fatal(47, "The producer uses an old epoch."),
  INVALID_TXN_STATE: fatal(48, "The transaction is in a state that does not allow this."),
  INVALID_PRODUCER_ID_MAPPING: fatal(
    49,
    "The producer id is not the one that belongs to the transactional id.",
    "InvalidPidMappingException",
  ),
  INVALID_TRANSACTION_TIMEOUT: fatal(
    50,
    "The transaction timeout is larger than the broker allows (transaction.max.timeout.ms).",
    "InvalidTxnTimeoutException",
  ),
  CONCURRENT_TRANSACTIONS: retriable(
    51,
    "The producer's transaction is being changed by another request.",
  ),
  TRANSACTION_COORDINATOR_FENCED: fatal(
    52,
    "A newer transaction coordinator has taken over from the one that sent this.",
  ),
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: fatal(
    53,
    "Not authorized for the transactional id.",
    "TransactionalIdAuthorizationException",
  ),
  SECURITY_DISABLED: fatal(54, "Security features are off."),
  OPERATION_NOT_ATTEMPTED: fatal(
    55,
    "Not tried, because another part of the request failed first.",
  ),
  KAFKA_STORAGE_ERROR: retriable(
    56,
    "The log directory that holds this failed.",
    "KafkaStorageException",
  ),
  LOG_DIR_NOT_FOUND: fatal(57, "The broker's configuration has no such log directory."),
  SASL_AUTHENTICATION_FAILED: fatal(
    58,
    "SASL authentication failed.",
    "SaslAuthenticationException",
  ),
  UNKNOWN_PRODUCER_ID: fatal(
    59,
    "The broker has no state of this producer id: its records may all be deleted by now.",
  ),
  REASSIGNMENT_IN_PROGRESS: fatal(60, "The partition is being reassigned."),
  DELEGATION_TOKEN_AUTH_DISABLED: fatal(
    61,
    "Delegation tokens are off.",
    "DelegationTokenDisabledException",
  ),
  DELEGATION_TOKEN_NOT_FOUND: fatal(62, "There is no such delegation token."),
  DELEGATION_TOKEN_OWNER_MISMATCH: fatal(63, "The delegation token belongs to another principal."),
  DELEGATION_TOKEN_REQUEST_NOT_ALLOWED: fatal(
    64,
    "Delegation Token requests are not allowed on PLAINTEXT/1-way SSL channels and on delegation " +
      "token authenticated channels.",
    "UnsupportedByAuthenticationException",
  ),
  DELEGATION_TOKEN_AUTHORIZATION_FAILED: fatal(
    65,
    "Not authorized for the delegation token.",
    "DelegationTokenAuthorizationException",
  ),
  DELEGATION_TOKEN_EXPIRED: fatal(66, "The delegation token has expired."),
  INVALID_PRINCIPAL_TYPE: fatal(67, "This type of principal is not supported."),
  NON_EMPTY_GROUP: fatal(68, "The group is not empty.", "GroupNotEmptyException"),
  GROUP_ID_NOT_FOUND: fatal(69, "The group id does not exist."),
  FETCH_SESSION_ID_NOT_FOUND: retriable(70, "There is no such fetch session."),
  INVALID_FETCH_SESSION_EPOCH: retriable(71, "The fetch session is in another epoch."),
  LISTENER_NOT_FOUND: retriable(
    72,
    "The leader has no listener of the kind that the request came in on.",
  ),
  TOPIC_DELETION_DISABLED: fatal(73, "The deletion of topics is off."),
  FENCED_LEADER_EPOCH: retriable(74, "The leader epoch of the request is older than the broker's."),
  UNKNOWN_LEADER_EPOCH: retriable(
    75,
    "The leader epoch of the request is newer than the broker's.",
  ),
  UNSUPPORTED_COMPRESSION_TYPE: fatal(
    76,
    "This version of the request can't carry the compression type.",
  ),
  STALE_BROKER_EPOCH: fatal(77, "The broker has registered anew since."),
  OFFSET_NOT_AVAILABLE: retriable(
    78,
    "The new leader's high watermark has not caught up yet, so the offset can't be given.",
  ),
  MEMBER_ID_REQUIRED: fatal(
    79,
    "The member must join again with the id that it has just been given.",
  ),
  PREFERRED_LEADER_NOT_AVAILABLE: retriable(80, "The preferred leader was not available."),
  GROUP_MAX_SIZE_REACHED: fatal(81, "The group is full."),
  FENCED_INSTANCE_ID: fatal(
    82,
    "Another member with the same group.instance.id has taken this member's place.",
  ),
  ELIGIBLE_LEADERS_NOT_AVAILABLE: retriable(
    83,
    "Eligible topic partition leaders are not available.",
  ),
  ELECTION_NOT_NEEDED: retriable(84, "Leader election not needed for topic partition."),
  NO_REASSIGNMENT_IN_PROGRESS: fatal(85, "The partition is not being reassigned."),
  GROUP_SUBSCRIBED_TO_TOPIC: fatal(
    86,
    "Deleting offsets of a topic is forbidden while the consumer group is actively subscribed to it.",
  ),
  INVALID_RECORD: fatal(87, "The broker refuses the record as not valid."),
  UNSTABLE_OFFSET_COMMIT: retriable(88, "Some offsets belong to transactions still open."),
  THROTTLING_QUOTA_EXCEEDED: retriable(89, "The quota is used up."),
  PRODUCER_FENCED: fatal(
    90,
    "A newer producer with the same transactional id has taken this one's place.",
  ),
  RESOURCE_NOT_FOUND: fatal(91, "The request names something that does not exist."),
  DUPLICATE_RESOURCE: fatal(92, "The request names something twice."),
  UNACCEPTABLE_CREDENTIAL: fatal(93, "The credential does not meet the rules."),
  INCONSISTENT_VOTER_SET: fatal(94, "One side of the exchange is not among the expected voters."),
  INVALID_UPDATE_VERSION: fatal(95, "The version to update to is not valid."),
  FEATURE_UPDATE_FAILED: fatal(96, "The finalized features could not be updated."),
  PRINCIPAL_DESERIALIZATION_FAILURE: fatal(
    97,
    "The principal of the forwarded request can't be read.",
    "PrincipalDeserializationException",
  ),
  SNAPSHOT_NOT_FOUND: fatal(98, "There is no such snapshot."),
  POSITION_OUT_OF_RANGE: fatal(99, "The position is below zero or at or past the snapshot's end."),
  UNKNOWN_TOPIC_ID: retriable(100, "This server does not host this topic ID."),
  DUPLICATE_BROKER_REGISTRATION: fatal(101, "Another broker uses this id."),
  BROKER_ID_NOT_REGISTERED: fatal(102, "The given broker ID was not registered."),
  INCONSISTENT_TOPIC_ID: retriable(103, "The topic id in the log differs from the request's."),
  INCONSISTENT_CLUSTER_ID: fatal(104, "The request is meant for another cluster."),
  TRANSACTIONAL_ID_NOT_FOUND: fatal(105, "There is no such transactional id."),
  FETCH_SESSION_TOPIC_ID_ERROR: retriable(
    106,
    "The fetch session mixes topic ids with topic names.",
    "FetchSessionTopicIdException",
  ),
  INELIGIBLE_REPLICA: fatal(107, "The new in-sync replicas include one that may not be there."),
  NEW_LEADER_ELECTED: fatal(108, "The changed in-sync replicas led to another leader."),
  OFFSET_MOVED_TO_TIERED_STORAGE: fatal(109, "The offset is in tiered storage now."),
  FENCED_MEMBER_EPOCH: fatal(
    110,
    "The group coordinator refuses the member's epoch: the member must give up its partitions " +
      "and join again.",
  ),
  UNRELEASED_INSTANCE_ID: fatal(
    111,
    "Another member of the group holds this instance id: it must leave first.",
  ),
  UNSUPPORTED_ASSIGNOR: fatal(112, "The consumer group does not offer this assignor."),
  STALE_MEMBER_EPOCH: fatal(
    113,
    "The member's epoch is behind: it must heartbeat to learn the new one and retry.",
  ),
  MISMATCHED_ENDPOINT_TYPE: fatal(114, "The request reached an endpoint of the wrong type."),
  UNSUPPORTED_ENDPOINT_TYPE: fatal(115, "There is no endpoint type of this number."),
  UNKNOWN_CONTROLLER_ID: fatal(116, "There is no such controller."),
  UNKNOWN_SUBSCRIPTION_ID: fatal(
    117,
    "The client's telemetry subscription is outdated or missing: it must fetch it anew.",
  ),
  TELEMETRY_TOO_LARGE: fatal(118, "The pushed telemetry is larger than the broker accepts."),
  INVALID_REGISTRATION: fatal(
    119,
    "The controller refuses the broker's registration as not valid.",
  ),
  TRANSACTION_ABORTABLE: fatal(
    120,
    "The transaction ran into an error that leaves it no way but to be aborted.",
  ),
  INVALID_RECORD_STATE: fatal(
    121,
    "The record is not in a state that allows this: it is not, or no longer, acquired.",
  ),
  SHARE_SESSION_NOT_FOUND: retriable(122, "There is no such share session."),
  INVALID_SHARE_SESSION_EPOCH: retriable(123, "The share session is in another epoch."),
  FENCED_STATE_EPOCH: fatal(
    124,
    "The share coordinator holds a newer state epoch of this share-partition.",
  ),
  INVALID_VOTER_KEY: fatal(125, "The voter's id and directory id are not the receiver's."),
  DUPLICATE_VOTER: fatal(126, "The voter is in the quorum already."),
  VOTER_NOT_FOUND: fatal(127, "The quorum has no such voter."),
  INVALID_REGULAR_EXPRESSION: fatal(
    128,
    "The regular expression can't be read.",
    "InvalidRegularExpression",
  ),
  REBOOTSTRAP_REQUIRED: fatal(129, "The client's metadata is outdated: it must start over."),
  STREAMS_INVALID_TOPOLOGY: fatal(130, "The topology of the streams group is not valid."),
  STREAMS_INVALID_TOPOLOGY_EPOCH: fatal(131, "The topology epoch of the request is not valid."),
  STREAMS_TOPOLOGY_FENCED: fatal(132, "The topology epoch of the request is outdated."),
  SHARE_SESSION_LIMIT_REACHED: retriable(133, "The broker holds as many share sessions as it may."),
} as const satisfies Record<string, ErrorRow>;
