/** A broker that knows groups by name and nothing else, on a simulated machine. */
import type { ApiHandler } from "../../network/api.ts";
import { ApiTable } from "../../network/api_table.ts";
import { KafkaServer } from "../../network/server.ts";
import type { Api } from "../../protocol/api.ts";
import { Apis } from "../../protocol/apis.ts";
import type { EncodableMessage, Message } from "../../protocol/codec/message.ts";
import { Errors } from "../../protocol/errors.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { SimulatedWorld } from "../../runtime/simulated/world.ts";

export interface KnownGroup {
  readonly groupId: string;
  readonly groupType: string;
  readonly protocolType: string;
}

export class GroupServer {
  readonly world = new SimulatedWorld({ seed: 1 });

  constructor(readonly groups: readonly KnownGroup[]) {}

  get runtime(): Runtime {
    return this.world.node("localhost");
  }

  async start(port: number): Promise<this> {
    const listeners = [{ name: "PLAINTEXT", host: "", port }];
    const server = new KafkaServer(this.runtime, { listeners });
    await this.world.runUntil(server.listen());
    server.serve(
      new ApiTable([
        handler(Apis.Metadata, () => ({
          throttleTimeMs: 0,
          brokers: [{ nodeId: 1, host: "localhost", port }],
          clusterId: "groups",
          controllerId: 1,
          topics: [],
        })),
        handler(Apis.ListGroups, () => ({
          throttleTimeMs: 0,
          errorCode: Errors.NONE,
          groups: this.groups.map((group) => ({ ...group, groupState: "Empty" })),
        })),
      ]),
    );
    return this;
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }
}

function handler<Request extends Message<any>, Response extends Message<any>>(
  { key, name, request, response, versions, answered }: Api<Request, Response>,
  handle: () => EncodableMessage<Response>,
): ApiHandler {
  return { key, name, request, response, versions, answered, handle } as ApiHandler;
}
