import { assertRejects } from "@std/assert";
import { ConfigError } from "../../config/config_error.ts";
import { SimulatedNode } from "../broker/simulated_node.ts";

Deno.test("startNode does not open a listener that was to be secured", async () => {
  for (const protocol of ["SASL_PLAINTEXT", "SSL", "SASL_SSL"]) {
    const settings = {
      "listener.security.protocol.map": `PLAINTEXT:${protocol},CONTROLLER:PLAINTEXT`,
    };
    const refused = `${protocol} of listener PLAINTEXT is not served yet, only PLAINTEXT is`;
    await assertRejects(() => new SimulatedNode({ settings }).start(), ConfigError, refused);
  }
});
