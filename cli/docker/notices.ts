/** Variables that mean something to a JVM only: taken, and said once. */
import { type Environment, given } from "./environment.ts";

const JVM_ONLY = [
  "KAFKA_HEAP_OPTS",
  "KAFKA_JVM_PERFORMANCE_OPTS",
  "KAFKA_GC_LOG_OPTS",
  "KAFKA_JMX_PORT",
  "KAFKA_JMX_HOSTNAME",
  "KAFKA_JMX_OPTS",
] as const;

/** One line, or null where none of them is set. */
export function jvmNotice(environment: Environment): string | null {
  const names: string[] = JVM_ONLY.filter((name) => given(environment, name) !== undefined);
  const options = given(environment, "KAFKA_OPTS");
  if (options !== undefined && !options.includes("java.security.auth.login.config")) {
    names.push("KAFKA_OPTS");
  }
  if (names.length === 0) return null;
  return `${names.join(", ")}: taken, but there is no JVM here that would use ${
    names.length === 1 ? "it" : "them"
  }`;
}
