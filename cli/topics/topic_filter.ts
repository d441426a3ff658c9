/** `--topic` of all actions but create: a regular expression for whole names. */

/**
 * Whether a topic is meant. Commas separate alternatives, blanks and quotes around it are dropped.
 *
 * @throws {SyntaxError} If the text is no regular expression.
 */
export function topicFilter(text: string): (topic: string) => boolean {
  const pattern = text.trim().replaceAll(",", "|").replaceAll(" ", "")
    .replace(/^["']+/, "").replace(/["']+$/, "");
  let regex: RegExp;
  try {
    regex = new RegExp(`^(?:${pattern})$`);
  } catch {
    throw new SyntaxError(`${pattern} is an invalid regex.`);
  }
  return (topic) => regex.test(topic);
}
