/** What `--version` says. */

/** The Apache Kafka whose protocol, files and tools this is. Kafka's tools print it, and scripts compare it. */
export const KAFKA_VERSION = "4.3.1";

export const OTTLA_VERSION = "0.1.0";
