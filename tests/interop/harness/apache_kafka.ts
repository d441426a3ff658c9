/** Apache Kafka itself: its jars by Maven, its tools by their names, its server with a file of ours. */
import { Background } from "./background.ts";
import { type CommandOptions, type CommandResult, isInstalled, run } from "./command.ts";
import { type KafkaVersion, toolClass } from "./apache_tools.ts";

const LOGGING: Readonly<Record<KafkaVersion, readonly [string, string, string][]>> = {
  "4.3.1": [
    ["org.apache.logging.log4j", "log4j-slf4j-impl", "2.25.3"],
    ["org.apache.logging.log4j", "log4j-core", "2.25.3"],
  ],
  "3.5.2": [["org.slf4j", "slf4j-reload4j", "1.7.36"]],
};

/** Tools run for a second or two: no time to be spent on optimizing. */
const TOOL_FLAGS = ["-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"];
const SERVER_FLAGS = ["-Xmx512m", "-XX:+UseSerialGC"];

export class ApacheKafka {
  static readonly started = /Kafka Server started/;

  constructor(
    readonly version: KafkaVersion,
    /** Where the jars are. */
    readonly folder: string,
  ) {}

  /** Fetches the jars below `cache` unless they are there. @returns what is missing, or null. */
  static async install(cache: string, version: KafkaVersion): Promise<string | null> {
    for (const program of ["java", "mvn"]) {
      if (!await isInstalled(program)) return `${program} (Java 17 and Maven)`;
    }
    const folder = ApacheKafka.#folder(cache, version);
    const complete = `${folder}/.complete`;
    if (await exists(complete)) return null;
    await Deno.mkdir(folder, { recursive: true });
    const work = await Deno.makeTempDir();
    try {
      await Deno.writeTextFile(`${work}/pom.xml`, pom(version));
      const { code, out } = await run("mvn", [
        "-q",
        "-B",
        "dependency:copy-dependencies",
        "-DincludeScope=runtime",
        `-DoutputDirectory=${folder}`,
      ], { cwd: work, timeoutMs: 240_000 });
      if (code !== 0) {
        const reason = out.split("\n").find((line) => line.includes("ERROR")) ?? `code ${code}`;
        return `Apache Kafka ${version} (Maven: ${reason.slice(0, 200)})`;
      }
    } finally {
      await Deno.remove(work, { recursive: true });
    }
    await Deno.writeTextFile(`${folder}/log4j.properties`, log4j("WARN"));
    await Deno.writeTextFile(`${folder}/log4j-server.properties`, log4j("INFO"));
    await new ApacheKafka(version, folder).#archiveClasses();
    await Deno.writeTextFile(complete, "");
    return null;
  }

  static installed(cache: string, version: KafkaVersion): ApacheKafka {
    return new ApacheKafka(version, ApacheKafka.#folder(cache, version));
  }

  static #folder(cache: string, version: KafkaVersion): string {
    return `${cache}/kafka-${version}`;
  }

  /** Program and arguments of a tool, `kafka-topics` say. */
  command(tool: string, args: readonly string[]): [string, string[]] {
    return ["java", [
      ...TOOL_FLAGS,
      ...this.#archiveFlag(),
      ...this.#common(false),
      toolClass(this.version, tool),
      ...args,
    ]];
  }

  /** Runs a tool to its end. */
  tool(tool: string, args: readonly string[], options?: CommandOptions): Promise<CommandResult> {
    return run(...this.command(tool, args), options);
  }

  /** Runs a tool to its end; any exit code but 0 is an error. @returns its standard output. */
  async toolOk(tool: string, args: readonly string[], options?: CommandOptions): Promise<string> {
    const { code, out, err } = await this.tool(tool, args, options);
    if (code === 0) return out;
    throw new Error(
      `${tool} ${args.join(" ")} gave ${code}: ${`${out}\n${err}`.trim().slice(-600)}`,
    );
  }

  /** Starts a server. It serves once {@linkcode ApacheKafka.started} was among its lines. */
  server(propertiesFile: string, logFile: string): Background {
    return new Background("java", [
      ...SERVER_FLAGS,
      ...this.#common(true),
      "kafka.Kafka",
      propertiesFile,
    ], { logFile });
  }

  /** A JVM that runs tools one after the other, see {@linkcode JavaTools}. */
  launcher(): Background {
    return new Background("java", [
      ...TOOL_FLAGS,
      ...this.#common(false),
      beside("ToolLauncher.java"),
    ]);
  }

  /** Keeps the classes of a client that finds no broker in a form that Java loads quickly. Tools then start sooner. */
  async #archiveClasses(): Promise<void> {
    const [program, args] = this.command("kafka-console-consumer", [
      ...["--bootstrap-server", "127.0.0.1:1", "--topic", "none", "--timeout-ms", "500"],
    ]);
    await run(program, [`-XX:ArchiveClassesAtExit=${this.#archive}`, ...args]);
  }

  #archiveFlag(): string[] {
    try {
      Deno.statSync(this.#archive);
      return [`-XX:SharedArchiveFile=${this.#archive}`];
    } catch {
      return [];
    }
  }

  get #archive(): string {
    return `${this.folder}/classes.jsa`;
  }

  #common(isServer: boolean): string[] {
    const logging = this.version === "3.5.2"
      ? `-Dlog4j.configuration=file:${this.folder}/log4j${isServer ? "-server" : ""}.properties`
      : isServer
      ? "-Dlog4j2.level=INFO"
      : `-Dlog4j2.configurationFile=file:${beside("log4j2.properties")}`;
    return [logging, "-cp", `${this.folder}/*`];
  }
}

/** The path of a file in this folder. */
function beside(name: string): string {
  return new URL(name, import.meta.url).pathname;
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

function pom(version: KafkaVersion): string {
  const dependencies = [
    ["org.apache.kafka", "kafka_2.13", version],
    ["org.apache.kafka", "kafka-tools", version],
    ["org.slf4j", "slf4j-api", "1.7.36"],
    ...LOGGING[version],
  ].map(([group, artifact, itsVersion]) =>
    `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId>` +
    `<version>${itsVersion}</version></dependency>`
  );
  return `<project><modelVersion>4.0.0</modelVersion><groupId>interop</groupId>
<artifactId>interop</artifactId><version>1</version><packaging>pom</packaging>
<dependencies>${dependencies.join("\n")}</dependencies></project>\n`;
}

/** Everything to standard error. */
function log4j(level: string): string {
  return `log4j.rootLogger=${level}, err
log4j.appender.err=org.apache.log4j.ConsoleAppender
log4j.appender.err.target=System.err
log4j.appender.err.layout=org.apache.log4j.PatternLayout
log4j.appender.err.layout.ConversionPattern=[%d] %p %m (%c)%n\n`;
}
