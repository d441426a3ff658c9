/** Compose files of which nothing but `image:` is changed. */
import { composeOnHost, withImage } from "./compose_on_host.ts";
import type { Engine } from "./engine.ts";

const ROOT = new URL("../../", import.meta.url);

export type Variables = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface Project {
  /** `up`, `down -v` and so on. */
  readonly compose: (...args: string[]) => Promise<string>;
  /** What `docker run` needs to be beside the services. */
  readonly beside: readonly string[];
}

/**
 * An engine with the host's network alone gets a second file that puts the services there, with `environment` where
 * their ports would collide.
 */
export async function project(
  engine: Engine,
  path: string,
  environment: Variables = {},
): Promise<Project> {
  const text = await Deno.readTextFile(new URL(path, ROOT));
  const directory = await Deno.makeTempDir({ prefix: "ottla-compose-" });
  const name = path.replace(/^.*\/|\.yml$|-/g, "");
  const files = [`${directory}/compose.yml`];
  if (engine.hasBridge) {
    await Deno.writeTextFile(files[0], withImage(text, engine.image));
    const compose = engine.project(name, files);
    return { compose, beside: ["--network", `${engine.projectName(name)}_default`] };
  }
  const { file, override } = composeOnHost(text, engine.image, environment);
  files.push(`${directory}/host.yml`);
  await Deno.writeTextFile(files[0], file);
  await Deno.writeTextFile(files[1], override);
  return {
    compose: engine.project(name, files),
    beside: ["--network", "host", "--add-host", "kafka:127.0.0.1"],
  };
}
