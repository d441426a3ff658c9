/** All scenarios by some tools against some server. */
import type { SuiteRun } from "../harness/suite.ts";
import { normalized } from "./normalize.ts";
import { lineOf, type Player, startServer, toolsOf } from "./players.ts";
import { argumentsOf, type Scenario } from "./scenarios.ts";

export interface Outcome {
  readonly scenario: Scenario;
  readonly code: number;
  /** Standard output, normalized. */
  readonly out: string;
  /** Standard error, for whoever looks at a difference. */
  readonly err: string;
}

/** In the order of the scenarios; those of another line are left out. */
export async function play(
  suite: SuiteRun,
  scenarios: readonly Scenario[],
  { tools: whose, server: who }: { tools: Player; server: Player },
): Promise<Outcome[]> {
  const server = await startServer(suite, who, `${suite.directory}/${whose}-on-${who}`);
  const tools = toolsOf(suite, whose);
  const outcomes: Outcome[] = [];
  for (const scenario of scenarios) {
    if (scenario.only !== null && scenario.only !== lineOf(whose)) continue;
    const { code, out, err } = await tools.run(scenario, argumentsOf(scenario, server.places));
    outcomes.push({ scenario, code, out: normalized(scenario, out, server.places), err });
  }
  await server.stop();
  return outcomes;
}
