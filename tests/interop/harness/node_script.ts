/** A suite that is a script for Node: its cases come back as lines in the report's own form. */
import { installNodePackages, nodePackages } from "./node_packages.ts";
import { excerpt } from "./command.ts";
import type { Suite } from "./suite.ts";

const FOLDER = new URL("../node", import.meta.url).pathname;
const TIMEOUT_MS = 120_000;

export function nodeSuite(name: string, script: string): Suite {
  return {
    name,
    async run(suite) {
      const missing = await installNodePackages(suite.cache);
      if (missing !== null) return suite.skip("all", missing);
      const ottla = await suite.startOttla();
      const process = suite.spawn("node", [`${FOLDER}/${script}`], {
        env: { BROKER: ottla.address, PACKAGES: nodePackages(suite.cache), SUITE: name },
        logFile: `${suite.directory}/node.log`,
      });
      const timer = setTimeout(() => process.signal("SIGKILL"), TIMEOUT_MS);
      const code = await process.ended;
      clearTimeout(timer);
      for (const line of process.out) suite.report.take(line);
      if (code !== 0) suite.report.fail(`${name}: runs to its end`, excerpt(process.text));
    },
  };
}
