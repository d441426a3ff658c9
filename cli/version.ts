/** What `--version` says. */

/** The Apache Kafka whose protocol, files and tools this is. Kafka's tools print it, and scripts compare it. */
export const KAFKA_VERSION = "4.3.1";

export const OTTLA_VERSION = "0.1.0";

/** Put in by the build of an executable. */
declare const OTTLA_COMMIT: string | undefined;

/** The commit that the executable was built from; null when run from source. */
export const COMMIT: string | null = typeof OTTLA_COMMIT === "undefined" ? null : OTTLA_COMMIT;
