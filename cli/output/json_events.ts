/** Events as lines of JSON, as the verifiable tools print them. */
import type { Clock } from "../../runtime/runtime.ts";
import type { ToolOutput } from "./tool_output.ts";

export class JsonEvents {
  readonly #output: ToolOutput;
  readonly #clock: Clock;

  constructor(output: ToolOutput, clock: Clock) {
    this.#output = output;
    this.#clock = clock;
  }

  /**
   * @param fields in the order in which they are printed
   * @param decimals fields that are printed as Java does, `0.0` for one
   */
  print(
    name: string,
    fields: Readonly<Record<string, unknown>> = {},
    decimals: Readonly<Record<string, string>> = {},
  ): void {
    const event = { timestamp: this.#clock.now(), name, ...fields };
    const json = JSON.stringify(
      event,
      (_, value) => typeof value === "bigint" ? Number(value) : value,
    );
    const more = Object.entries(decimals).map(([key, text]) => `,${JSON.stringify(key)}:${text}`);
    this.#output.line(`${json.slice(0, -1)}${more.join("")}}`);
  }
}
