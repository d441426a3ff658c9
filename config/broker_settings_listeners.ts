/** Broker settings: listeners, connections and request intake. */
import {
  boolean,
  CLUSTER_WIDE,
  HIGH,
  int,
  list,
  long,
  LOW,
  MEDIUM,
  PER_BROKER,
  READ_ONLY,
  settings,
  string,
} from "./declaration.ts";
import { MAX_INT } from "./limits.ts";
import { atLeast, names, oneOf, someNames } from "./valid.ts";

// One setting, one line: a table, which the formatter would break up.
// deno-fmt-ignore
export const LISTENER_SETTINGS = settings({
  "listeners": list(["PLAINTEXT://:9092"], someNames, HIGH, PER_BROKER, "Addresses that the node listens on, NAME://host:port; an empty host means every interface."),
  "advertised.listeners": list(null, someNames, HIGH, READ_ONLY, "Addresses told to clients and other brokers; the listeners themselves when unset."),
  "listener.security.protocol.map": string("SASL_SSL:SASL_SSL,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT", null, LOW, PER_BROKER, "Security protocol of each listener name, NAME:PROTOCOL."),
  "inter.broker.listener.name": string(null, null, MEDIUM, READ_ONLY, "Listener that brokers use among themselves; excludes security.inter.broker.protocol."),
  "security.inter.broker.protocol": string("PLAINTEXT", oneOf("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"), MEDIUM, READ_ONLY, "Security protocol between brokers, which also names the listener."),
  "early.start.listeners": list(null, names({ dropEmptyItems: true }), HIGH, READ_ONLY, "Listeners that accept before the authorizer is ready; the controller listeners when unset."),
  "num.network.threads": int(3, atLeast(1), HIGH, CLUSTER_WIDE, "Threads that read and write sockets, per listener; kept for compatibility."),
  "num.io.threads": int(8, atLeast(1), HIGH, CLUSTER_WIDE, "Threads that process requests; kept for compatibility."),
  "background.threads": int(10, atLeast(1), HIGH, CLUSTER_WIDE, "Threads for background work; kept for compatibility."),
  "queued.max.requests": int(500, atLeast(1), HIGH, READ_ONLY, "Requests that may wait for processing before sockets are no longer read."),
  "queued.max.request.bytes": long(-1n, null, MEDIUM, READ_ONLY, "Bytes of waiting requests before sockets are no longer read; -1 sets no limit."),
  "socket.request.max.bytes": int(104857600, atLeast(1), HIGH, READ_ONLY, "Largest request accepted."),
  "socket.send.buffer.bytes": int(102400, null, HIGH, READ_ONLY, "SO_SNDBUF of server sockets; -1 leaves it to the system."),
  "socket.receive.buffer.bytes": int(102400, null, HIGH, READ_ONLY, "SO_RCVBUF of server sockets; -1 leaves it to the system."),
  "socket.listen.backlog.size": int(50, atLeast(1), MEDIUM, READ_ONLY, "Connections the kernel may queue before they are accepted."),
  "socket.connection.setup.timeout.ms": long(10000n, null, MEDIUM, READ_ONLY, "First time allowed for an outgoing connection to be set up."),
  "socket.connection.setup.timeout.max.ms": long(30000n, null, MEDIUM, READ_ONLY, "Largest time allowed for an outgoing connection to be set up, after retries."),
  "max.connections": int(MAX_INT, atLeast(0), MEDIUM, CLUSTER_WIDE, "Connections open at once on the node; can also be set per listener."),
  "max.connections.per.ip": int(MAX_INT, atLeast(0), MEDIUM, CLUSTER_WIDE, "Connections open at once from one address."),
  "max.connections.per.ip.overrides": string("", null, MEDIUM, CLUSTER_WIDE, "Other limits for named hosts, host:limit."),
  "max.connection.creation.rate": int(MAX_INT, atLeast(0), MEDIUM, CLUSTER_WIDE, "New connections per second; can also be set per listener."),
  "connections.max.idle.ms": long(600000n, null, MEDIUM, READ_ONLY, "Idle time after which a connection is closed."),
  "connection.failed.authentication.delay.ms": int(100, atLeast(0), LOW, READ_ONLY, "Delay before closing a connection that failed to authenticate."),
  "request.timeout.ms": int(30000, null, HIGH, READ_ONLY, "Longest wait for the answer to a request that the node sends."),
  "fetch.max.bytes": int(57671680, atLeast(1024), MEDIUM, READ_ONLY, "Most bytes answered to one fetch request."),
  "max.request.partition.size.limit": int(2000, atLeast(1), MEDIUM, READ_ONLY, "Most partitions that a request for partition details may name."),
  "max.incremental.fetch.session.cache.slots": int(1000, atLeast(0), MEDIUM, READ_ONLY, "Fetch sessions remembered at once."),
  "fetch.purgatory.purge.interval.requests": int(1000, null, MEDIUM, READ_ONLY, "Finished fetches kept in the waiting room before it is swept."),
  "producer.purgatory.purge.interval.requests": int(1000, null, MEDIUM, READ_ONLY, "Finished produces kept in the waiting room before it is swept."),
  "delete.records.purgatory.purge.interval.requests": int(1, null, MEDIUM, READ_ONLY, "Finished record deletions kept in the waiting room before it is swept."),
  "unstable.api.versions.enable": boolean(false, null, HIGH, READ_ONLY, "Offers API versions that are still in development.", { internal: true }),
  "unstable.feature.versions.enable": boolean(false, null, HIGH, READ_ONLY, "Offers feature levels that are still in development.", { internal: true }),
});
