/**
 * Broker settings: Keys of the 3.x line that 4.x dropped. Accepted, so that old files start; none changes what Ottla does except the
 * ones that `zookeeper.ts` reads.
 */
import {
  boolean,
  CLUSTER_WIDE,
  HIGH,
  int,
  list,
  long,
  LOW,
  MEDIUM,
  password,
  READ_ONLY,
  settings,
  short,
  string,
} from "./declaration.ts";
import { MAX_LONG } from "./limits.ts";
import { atLeast } from "./valid.ts";

// One setting, one line: a table, which the formatter would break up.
// deno-fmt-ignore
export const LEGACY_SETTINGS = settings({
  "zookeeper.connect": string(null, null, HIGH, READ_ONLY, "Addresses of the ZooKeeper ensemble, which the coordinator role stands in for.", { legacy: true }),
  "zookeeper.connection.timeout.ms": int(null, null, HIGH, READ_ONLY, "Longest time to connect to ZooKeeper.", { legacy: true }),
  "zookeeper.session.timeout.ms": int(18000, null, HIGH, READ_ONLY, "Session timeout towards ZooKeeper.", { legacy: true }),
  "zookeeper.max.in.flight.requests": int(10, atLeast(1), HIGH, READ_ONLY, "Unanswered requests towards ZooKeeper.", { legacy: true }),
  "zookeeper.set.acl": boolean(false, null, HIGH, READ_ONLY, "Protected the data in ZooKeeper.", { legacy: true }),
  "zookeeper.metadata.migration.enable": boolean(false, null, HIGH, READ_ONLY, "Moved the metadata from ZooKeeper to the quorum.", { legacy: true }),
  "zookeeper.clientCnxnSocket": string(null, null, MEDIUM, READ_ONLY, "Java class of the ZooKeeper connection.", { legacy: true }),
  "zookeeper.ssl.client.enable": boolean(false, null, MEDIUM, READ_ONLY, "TLS towards ZooKeeper.", { legacy: true }),
  "zookeeper.ssl.cipher.suites": list(null, null, LOW, READ_ONLY, "Cipher suites towards ZooKeeper.", { legacy: true }),
  "zookeeper.ssl.crl.enable": boolean(false, null, LOW, READ_ONLY, "Certificate revocation lists towards ZooKeeper.", { legacy: true }),
  "zookeeper.ssl.ocsp.enable": boolean(false, null, LOW, READ_ONLY, "OCSP towards ZooKeeper.", { legacy: true }),
  "zookeeper.ssl.enabled.protocols": list(null, null, LOW, READ_ONLY, "TLS versions towards ZooKeeper.", { legacy: true }),
  "zookeeper.ssl.protocol": string("TLSv1.2", null, LOW, READ_ONLY, "TLS version preferred towards ZooKeeper.", { legacy: true }),
  "zookeeper.ssl.endpoint.identification.algorithm": string("HTTPS", null, LOW, READ_ONLY, "How ZooKeeper's host name was checked.", { legacy: true }),
  "zookeeper.ssl.keystore.location": string(null, null, MEDIUM, READ_ONLY, "Keystore towards ZooKeeper.", { legacy: true }),
  "zookeeper.ssl.keystore.password": password(null, null, MEDIUM, READ_ONLY, "Its password.", { legacy: true }),
  "zookeeper.ssl.keystore.type": string(null, null, MEDIUM, READ_ONLY, "Its format.", { legacy: true }),
  "zookeeper.ssl.truststore.location": string(null, null, MEDIUM, READ_ONLY, "Truststore towards ZooKeeper.", { legacy: true }),
  "zookeeper.ssl.truststore.password": password(null, null, MEDIUM, READ_ONLY, "Its password.", { legacy: true }),
  "zookeeper.ssl.truststore.type": string(null, null, MEDIUM, READ_ONLY, "Its format.", { legacy: true }),
  "broker.id.generation.enable": boolean(true, null, MEDIUM, READ_ONLY, "Let ZooKeeper hand out broker ids.", { legacy: true }),
  "reserved.broker.max.id": int(1000, atLeast(0), MEDIUM, READ_ONLY, "Largest broker.id that could be given by hand; generated ones lay above.", { legacy: true }),
  "inter.broker.protocol.version": string("3.5-IV2", null, MEDIUM, READ_ONLY, "Protocol version between brokers; the metadata.version feature decides now.", { legacy: true }),
  "log.message.format.version": string("3.0-IV1", null, MEDIUM, READ_ONLY, "Format of stored records; always the current one now.", { legacy: true }),
  "log.message.downconversion.enable": boolean(true, null, LOW, CLUSTER_WIDE, "Converted records for old consumers.", { legacy: true }),
  "log.message.timestamp.difference.max.ms": long(MAX_LONG, atLeast(0), MEDIUM, CLUSTER_WIDE, "Replaced by the log.message.timestamp.before and after keys.", { legacy: true }),
  "control.plane.listener.name": string(null, null, HIGH, READ_ONLY, "Listener that the ZooKeeper-based controller used towards brokers.", { legacy: true }),
  "controlled.shutdown.max.retries": int(3, null, MEDIUM, READ_ONLY, "Attempts at a controlled shutdown.", { legacy: true }),
  "controlled.shutdown.retry.backoff.ms": long(5000n, null, MEDIUM, READ_ONLY, "Pause between attempts at a controlled shutdown.", { legacy: true }),
  "leader.imbalance.per.broker.percentage": int(10, null, HIGH, READ_ONLY, "Share of leaders not preferred that was tolerated.", { legacy: true }),
  "offsets.commit.required.acks": short(-1, null, HIGH, READ_ONLY, "Replicas that had to take an offset commit.", { legacy: true }),
  "delegation.token.master.key": password(null, null, MEDIUM, READ_ONLY, "The older name of delegation.token.secret.key.", { legacy: true }),
  "password.encoder.secret": password(null, null, MEDIUM, READ_ONLY, "Secret that encrypted passwords in ZooKeeper.", { legacy: true }),
  "password.encoder.old.secret": password(null, null, MEDIUM, READ_ONLY, "The secret before it.", { legacy: true }),
  "password.encoder.cipher.algorithm": string("AES/CBC/PKCS5Padding", null, LOW, READ_ONLY, "Cipher of that encryption.", { legacy: true }),
  "password.encoder.iterations": int(4096, atLeast(1024), LOW, READ_ONLY, "Iterations of its key derivation.", { legacy: true }),
  "password.encoder.key.length": int(128, atLeast(8), LOW, READ_ONLY, "Length of its key.", { legacy: true }),
  "password.encoder.keyfactory.algorithm": string(null, null, LOW, READ_ONLY, "Its key factory.", { legacy: true }),
  "auto.include.jmx.reporter": boolean(true, null, LOW, READ_ONLY, "Added the JMX reporter by itself.", { legacy: true }),
  "group.coordinator.new.enable": boolean(false, null, MEDIUM, READ_ONLY, "Switched the newer group coordinator on.", { internal: true, legacy: true }),
  "metadata.log.segment.min.bytes": int(8388608, atLeast(12), HIGH, READ_ONLY, "Lower bound of metadata.log.segment.bytes.", { internal: true, legacy: true }),
});
