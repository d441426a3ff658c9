const LEGAL = /^[a-zA-Z0-9._-]{1,249}$/;

/** Whether Kafka allows a topic of that name. */
export function isLegalTopicName(name: string): boolean {
  return LEGAL.test(name) && name !== "." && name !== "..";
}
