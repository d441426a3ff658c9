/** The flags of kafka-acls, of Kafka 3.5 and 4.3. */
import { BROKERS_FIRST, CONTROLLERS_INSTEAD } from "../options/cluster_flags.ts";
import type { Flags } from "../options/flags.ts";

export const ACLS_FLAGS = {
  "bootstrap-server": BROKERS_FIRST,
  "bootstrap-controller": CONTROLLERS_INSTEAD,
  "command-config": {
    value: "command-config",
    valueOptional: true,
    help: "Properties file with settings of the admin client.",
  },
  "list": { help: "Show ACLs: all, or those of the given resources." },
  "add": { help: "Add ACLs." },
  "remove": { help: "Remove ACLs." },
  "topic": { value: "topic", help: "A topic, '*' for all. May be repeated." },
  "group": { value: "group", help: "A consumer group, '*' for all. May be repeated." },
  "cluster": { help: "The cluster itself." },
  "transactional-id": {
    value: "transactional-id",
    help: "A transactional id, '*' for all. May be repeated.",
  },
  "delegation-token": {
    value: "delegation-token",
    help: "A delegation token, '*' for all. May be repeated.",
  },
  "user-principal": {
    value: "user-principal",
    help: "A user for whom tokens may be made or shown. May be repeated.",
  },
  "resource-pattern-type": {
    value: "ANY|MATCH|LITERAL|PREFIXED",
    help: "How names of resources are meant. LITERAL: as they stand. PREFIXED: all names that " +
      "begin so. To list or remove also ANY: ACLs of either kind for just the name; MATCH: all " +
      "ACLs that hold for the name. (default: LITERAL)",
  },
  "allow-principal": {
    value: "allow-principal",
    help: "Who may: type:name, as in User:alice; User:* for everybody. May be repeated.",
  },
  "deny-principal": {
    value: "deny-principal",
    help: "Who may not, whatever else is allowed. May be repeated.",
  },
  "allow-host": {
    value: "allow-host",
    help: "From where those of --allow-principal may. May be repeated. (default: *)",
  },
  "deny-host": {
    value: "deny-host",
    help: "From where those of --deny-principal may not. May be repeated. (default: *)",
  },
  "principal": {
    value: "principal",
    valueOptional: true,
    help: "With --list: only ACLs of this principal. May be repeated.",
  },
  "operation": {
    value: "operation",
    help:
      "What is allowed or denied: Read, Write, Create, Delete, Alter, Describe, ClusterAction, " +
      "AlterConfigs, DescribeConfigs, IdempotentWrite, CreateTokens, DescribeTokens, " +
      "TwoPhaseCommit, All. May be repeated. (default: All)",
  },
  "producer": { help: "What a producer needs: Write, Describe and Create on the topic." },
  "idempotent": { help: "With --producer: IdempotentWrite on the cluster, too." },
  "consumer": { help: "What a consumer needs: Read and Describe on the topic, Read on the group." },
  "force": { help: "Do not ask before ACLs are removed." },
  // Of Kafka 3.5.
  "authorizer": { value: "authorizer", help: "Ignored.", hidden: true },
  "authorizer-properties": {
    value: "authorizer-properties",
    help: "zookeeper.connect=host:port: where ZooKeeper stood, the coordinator is asked.",
    hidden: true,
  },
  "zk-tls-config-file": { value: "path", help: "Ignored.", hidden: true },
} as const satisfies Flags;

export type AclsFlag = keyof typeof ACLS_FLAGS;
