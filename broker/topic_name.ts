const LONGEST = 249;

/** Why Kafka allows no topic of that name, in the words of its tools; null if it does. */
export function invalidTopicNameReason(name: string): string | null {
  if (name === "") return "Topic name is invalid: the empty string is not allowed";
  if (name === ".") return "Topic name is invalid: '.' is not allowed";
  if (name === "..") return "Topic name is invalid: '..' is not allowed";
  if (name.length > LONGEST) {
    return `Topic name is invalid: the length of '${name}' is longer than the max allowed length ${LONGEST}`;
  }
  if (!/^[a-zA-Z0-9._-]+$/.test(name)) {
    return `Topic name is invalid: '${name}' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'`;
  }
  return null;
}

/** Whether Kafka allows a topic of that name. */
export function isLegalTopicName(name: string): boolean {
  return invalidTopicNameReason(name) === null;
}
