import type { MetadataImage } from "../../metadata/image/image.ts";

/** A broker as clients are told of it. */
export interface NodeEndpoint {
  readonly nodeId: number;
  readonly host: string;
  readonly port: number;
  readonly rack: string | null;
}

/** The unfenced brokers that have an endpoint for `listener`, by id. */
export function brokerEndpoints(image: MetadataImage, listener: string): NodeEndpoint[] {
  const endpoints: NodeEndpoint[] = [];
  for (const broker of image.brokers.values()) {
    if (broker.fenced) continue;
    const endpoint = broker.endpoints.find(({ name }) => name === listener);
    if (endpoint === undefined) continue;
    endpoints.push({
      nodeId: broker.id,
      host: endpoint.host,
      port: endpoint.port,
      rack: broker.rack,
    });
  }
  return endpoints.sort((a, b) => a.nodeId - b.nodeId);
}
