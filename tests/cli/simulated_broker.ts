/** Brokers that know a few APIs, on a simulated machine: for what our own node can't show. */
import type { ApiHandler } from "../../network/api.ts";
import { ApiTable } from "../../network/api_table.ts";
import { defineApi } from "../../network/define_api.ts";
import { KafkaServer } from "../../network/server.ts";
import { Apis } from "../../protocol/apis.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { SimulatedWorld } from "../../runtime/simulated/world.ts";

export abstract class SimulatedBroker {
  readonly world = new SimulatedWorld({ seed: 1 });

  /** @param clusterId also tells what it is for */
  constructor(readonly clusterId: string) {}

  /** What it answers beside Metadata. */
  protected abstract handlers(): ApiHandler[];

  get runtime(): Runtime {
    return this.world.node("localhost");
  }

  async start(port: number): Promise<this> {
    const listeners = [{ name: "PLAINTEXT", host: "", port }];
    const server = new KafkaServer(this.runtime, { listeners });
    await this.world.runUntil(server.listen());
    const metadata = defineApi(Apis.Metadata, () => ({
      throttleTimeMs: 0,
      brokers: [{ nodeId: 1, host: "localhost", port }],
      clusterId: this.clusterId,
      controllerId: 1,
      topics: [],
    }));
    server.serve(new ApiTable([metadata, ...this.handlers()]));
    return this;
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }
}
