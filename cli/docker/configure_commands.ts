/** `docker-image configure` and `configure-zookeeper`: the files of a container's variables. */
import { readPropertiesAt } from "../client_settings.ts";
import { type ArgumentToolContext, command } from "../argument_tool.ts";
import { readTextAt } from "../read_text.ts";
import { apacheSettings } from "./apache_settings.ts";
import { bitnamiSettings } from "./bitnami_settings.ts";
import { brokerSettings, sorted } from "./broker_settings.ts";
import { EnvironmentError } from "./environment_error.ts";
import { serverLog4j, toolsLog4j, unknownLevels } from "./log4j_files.ts";
import { jvmNotice } from "./notices.ts";
import { checkSasl, tlsSettings } from "./security_settings.ts";
import { writeText } from "./write_text.ts";
import { zooKeeperSettings } from "./zookeeper_settings.ts";

const DIRECTORY = {
  value: "directory",
  required: true,
  help: "Where the files go.",
} as const;
const APACHE_DEFAULTS = "/etc/kafka/kraft/server.properties";
const APACHE_MOUNTED = "/mnt/shared/config/server.properties";
const BITNAMI_MOUNTED = "/bitnami/kafka/config/server.properties";
const STYLES = ["confluent", "apache", "bitnami"] as const;
type Style = typeof STYLES[number];

export const configureCommand = command({
  help: "Write kafka.properties, log4j.properties and tools-log4j.properties as variables say.",
  flags: {
    directory: DIRECTORY,
    style: {
      value: STYLES.join("|"),
      help: "Whose image's variables; default confluent. apache writes server.properties.",
    },
  },
  async run(options, context) {
    const { runtime, output } = context;
    const readSecret = (path: string) => readTextAt(runtime, path);
    const environment = runtime.process.environment();
    const directory = options.value("directory")!;
    const style = (options.value("style") ?? "confluent") as Style;
    if (!STYLES.includes(style)) {
      throw new EnvironmentError(`--style ${style}: there are ${STYLES.join(", ")}`);
    }
    const properties = await settingsOf(style, context);
    const warning = checkSasl(environment);
    if (warning !== null) output.errorLine(warning);
    const notice = jvmNotice(environment);
    if (notice !== null) output.errorLine(notice);
    for (const line of unknownLevels(environment)) output.errorLine(line);
    const all = sorted(new Map([...properties, ...await tlsSettings(environment, readSecret)]));
    const name = style === "apache" ? "server.properties" : "kafka.properties";
    await writeFiles(context, directory, {
      [name]: all,
      "log4j.properties": serverLog4j(environment),
      "tools-log4j.properties": toolsLog4j(environment),
    });
    return 0;
  },
});

export const configureZooKeeperCommand = command({
  help: "Write zookeeper.properties and log4j.properties as variables say.",
  flags: { directory: DIRECTORY },
  async run(options, context) {
    const environment = context.runtime.process.environment();
    await writeFiles(context, options.value("directory")!, {
      "zookeeper.properties": zooKeeperSettings(environment),
      "log4j.properties": serverLog4j({
        KAFKA_LOG4J_ROOT_LOGLEVEL: environment.ZOOKEEPER_LOG4J_ROOT_LOGLEVEL,
      }),
    });
    return 0;
  },
});

async function settingsOf(
  style: Style,
  { runtime, output }: ArgumentToolContext,
): Promise<ReadonlyMap<string, string>> {
  const environment = runtime.process.environment();
  const mounted = async (path: string) =>
    await runtime.disk.exists(path) ? await readPropertiesAt(runtime, path) : null;
  if (style === "apache") {
    const defaults = () => readPropertiesAt(runtime, APACHE_DEFAULTS);
    return await apacheSettings(environment, await mounted(APACHE_MOUNTED), defaults);
  }
  const { mode, properties } = style === "bitnami"
    ? bitnamiSettings(environment, await mounted(BITNAMI_MOUNTED))
    : brokerSettings(environment);
  output.line(`Running in ${mode} mode...`);
  return properties;
}

/** Values as they are: one that wants an escape or a continued line has it in its variable. */
async function writeFiles(
  { runtime }: ArgumentToolContext,
  directory: string,
  files: { readonly [name: string]: ReadonlyMap<string, string> },
): Promise<void> {
  for (const [name, properties] of Object.entries(files)) {
    const text = [...properties].map(([key, value]) => `${key}=${value}\n`).join("");
    await writeText(runtime, `${directory}/${name}`, text);
  }
}
