/** A compose file as it is but for its images, made to run on the host's network. */
export interface HostCompose {
  /** The file itself: other images, and without the ports that a host's network does not map. */
  readonly file: string;
  /** What is laid over it: the network, and each service's name as this machine's. */
  readonly override: string;
}

/** What a user does who changes to another image. */
export function withImage(text: string, image: string): string {
  return text.replaceAll(/^(\s+image:) .*$/gm, `$1 ${image}`);
}

export function composeOnHost(
  text: string,
  image: string,
  environment: Readonly<Record<string, Readonly<Record<string, string>>>> = {},
): HostCompose {
  const lines: string[] = [];
  let skippedIndent = -1;
  for (const line of text.split("\n")) {
    const indent = line.search(/\S/);
    if (skippedIndent >= 0 && indent > skippedIndent) continue;
    skippedIndent = -1;
    if (/^\s+ports:\s*$/.test(line)) {
      skippedIndent = indent;
      continue;
    }
    lines.push(line);
  }
  const services = [...servicesOf(text)];
  const version = /^version:.*$/m.exec(text)?.[0] ?? "";
  const override = services.map((name) =>
    `  ${name}:\n    network_mode: host\n    extra_hosts:\n` +
    services.map((host) => `      - "${host}:127.0.0.1"\n`).join("") +
    (environment[name] === undefined ? "" : "    environment:\n" +
      Object.entries(environment[name]).map(([key, value]) => `      ${key}: "${value}"\n`).join(
        "",
      ))
  );
  return {
    file: withImage(lines.join("\n"), image),
    override: `${version}\nservices:\n${override.join("")}`,
  };
}

export function* servicesOf(text: string): Generator<string> {
  const section = text.slice(text.search(/^services:/m)).split(/\n(?=\S)/)[0];
  for (const [, name] of section.matchAll(/^ {2}([\w-]+):\s*$/gm)) yield name;
}
