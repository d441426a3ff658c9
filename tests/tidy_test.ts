/** The project's own rules, as a test: where I/O may happen, which way imports go, how large files get. */
import { assertEquals } from "@std/assert";
import { Apis } from "../protocol/apis.ts";

const ROOT = new URL("../", import.meta.url);
const FOLDERS = [
  "runtime",
  "protocol",
  "storage",
  "config",
  "network",
  "metadata",
  "client",
  "broker",
  "coordinator",
  "cli",
  "node",
] as const;

/** Higher ones may import lower ones, and the runtime's types; equals only as listed in {@linkcode SIDEWAYS}. */
const HEIGHT: Readonly<Record<string, number>> = {
  "": 6,
  node: 5,
  cli: 4,
  broker: 4,
  coordinator: 4,
  network: 3,
  metadata: 3,
  client: 3,
  storage: 2,
  config: 2,
  protocol: 1,
  runtime: 0,
};

/** `meta.properties` has the syntax of config files; channels carry the context of a request; clients read frames. */
const SIDEWAYS = new Set([
  "storage > config",
  "metadata > network",
  "client > network",
  "client > metadata",
]);

/** What of `runtime/` every folder may import: types, what only computes, the time zone. */
const FOR_ALL = new Set(["runtime/runtime.ts", "runtime/pure_modules.ts", "runtime/local_time.ts"]);

const MAX_LINES = 500;

/** Calls that reach outside; only `runtime/` may make them. */
const OUTSIDE: readonly [string, RegExp][] = [
  ["clock", /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(/],
  ["timer", /\b(?:setTimeout|setInterval|setImmediate|queueMicrotask)\(/],
  ["randomness", /\bMath\.random\(|\bcrypto\./],
  ["platform", /\bDeno\.|\bBun\.|(?<![.\w])process\.(?:env|argv|exit|on|std)/],
  ["network", /(?<![.\w])fetch\(["'`]|\bnew WebSocket\(/],
  ["console", /\bconsole\.\w+\(/],
  ["node module", /from "node:/],
];

interface Source {
  readonly path: string;
  readonly folder: string;
  readonly text: string;
  readonly imports: readonly string[];
}

const sources = [...collect("")];

function* collect(folder: string): Generator<Source> {
  const top = folder === "";
  for (const entry of Deno.readDirSync(new URL(folder, ROOT))) {
    const path = folder + entry.name;
    if (entry.isDirectory) {
      const known = (FOLDERS as readonly string[]).includes(path.split("/")[0]);
      if (known) yield* collect(`${path}/`);
    } else if (path.endsWith(".ts") && (!top || !path.includes("/"))) {
      const text = Deno.readTextFileSync(new URL(path, ROOT));
      const folderOf = path.includes("/") ? path.slice(0, path.indexOf("/")) : "";
      yield { path, folder: folderOf, text, imports: importsOf(path, text) };
    }
  }
}

function importsOf(path: string, text: string): string[] {
  const found: string[] = [];
  for (const match of text.matchAll(/^(?:import|export)\s[^"';]*?from\s+"(\.[^"]+)"/gms)) {
    found.push(new URL(match[1], new URL(path, ROOT)).pathname.slice(ROOT.pathname.length));
  }
  return found;
}

/** The text without comments and without what stands between quotes. */
function codeOf(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/^\s*\/\/.*$/gm, "")
    .replace(/\s\/\/ .*$/gm, "");
}

Deno.test("tidy: nothing outside runtime/ touches clock, timers, randomness, disk, sockets or process", () => {
  const broken: string[] = [];
  for (const { path, folder, text } of sources) {
    if (folder === "runtime") continue;
    const code = codeOf(text);
    for (const [what, pattern] of OUTSIDE) {
      // A `process` that was taken out of a runtime is no outside.
      if (what === "platform" && /[{,(]\s*process\s*[,}:)]/.test(code)) continue;
      const match = pattern.exec(code);
      if (match !== null) broken.push(`${path}: ${what}: ${match[0]}`);
    }
  }
  assertEquals(broken, []);
});

Deno.test("tidy: no module holds mutable state", () => {
  const broken: string[] = [];
  for (const { path, text } of sources) {
    for (const match of codeOf(text).matchAll(/^(?:export )?(?:let|var) (\w+)/gm)) {
      broken.push(`${path}: ${match[1]}`);
    }
    const emptyHolder =
      /^(?:export )?const (\w+)(?:: [^=]+)? = (?:new (?:Map|Set|WeakMap)(?:<[^>]*>)?\(\)|\[\]|\{\});/gm;
    for (const match of codeOf(text).matchAll(emptyHolder)) {
      // An empty constant that some line fills is state; one that is only read is a constant.
      const filled = new RegExp(
        `\\b${match[1]}\\.(?:set|add|push|delete)\\(|\\b${match[1]}\\[[^\\]]+\\] =`,
      );
      if (filled.test(text)) broken.push(`${path}: ${match[1]}`);
    }
  }
  assertEquals(broken, []);
});

Deno.test("tidy: imports go one way between folders", () => {
  const broken: string[] = [];
  for (const { path, folder, imports } of sources) {
    for (const target of imports) {
      const to = target.includes("/") ? target.slice(0, target.indexOf("/")) : "";
      if (to === folder) continue;
      if (to === "runtime" && folder !== "" && !FOR_ALL.has(target)) {
        broken.push(`${path} makes a runtime of its own: ${target}`);
      }
      const down = HEIGHT[folder] > HEIGHT[to];
      if (!down && !SIDEWAYS.has(`${folder} > ${to}`)) broken.push(`${path} imports ${target}`);
    }
  }
  assertEquals(broken, []);
});

Deno.test("tidy: no import cycles", () => {
  const graph = new Map(sources.map(({ path, imports }) => [path, imports]));
  const state = new Map<string, "open" | "done">();
  const cycles: string[] = [];
  const visit = (path: string, trail: readonly string[]) => {
    if (state.get(path) === "done") return;
    if (state.get(path) === "open") {
      cycles.push([...trail.slice(trail.indexOf(path)), path].join(" > "));
      return;
    }
    state.set(path, "open");
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
    state.set(path, "done");
  };
  for (const path of graph.keys()) visit(path, []);
  assertEquals(cycles, []);
});

Deno.test(`tidy: no file is longer than ${MAX_LINES} lines`, () => {
  const long = sources
    .map(({ path, text }) => ({ path, lines: text.split("\n").length - 1 }))
    .filter(({ lines }) => lines > MAX_LINES)
    .map(({ path, lines }) => `${path}: ${lines}`);
  assertEquals(long, []);
});

Deno.test("tidy: every API that a role answers has a test that names it", () => {
  const tests = [...testTexts("tests/")].join("\n");
  const answered = new Set<string>();
  for (const { path, text } of sources) {
    if (!/^(?:broker|coordinator)\//.test(path)) continue;
    for (const match of text.matchAll(/define\w*\(\s*Apis\.(\w+)/g)) answered.add(match[1]);
  }
  const known = new Set(Object.values(Apis).map(({ name }) => name));
  const untested = [...answered].filter((name) =>
    known.has(name) &&
    !new RegExp(`Deno\\.test\\([\\s\\S]{0,40}\\b${name}\\b|Apis\\.${name}\\b`).test(tests)
  );
  assertEquals(untested, []);
});

function* testTexts(folder: string): Generator<string> {
  for (const entry of Deno.readDirSync(new URL(folder, ROOT))) {
    const path = folder + entry.name;
    if (entry.isDirectory && entry.name !== "fixtures") yield* testTexts(`${path}/`);
    else if (path.endsWith("_test.ts") && path !== "tests/tidy_test.ts") {
      yield Deno.readTextFileSync(new URL(path, ROOT));
    }
  }
}
