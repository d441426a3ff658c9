/** Where a ZooKeeper's clients are told to find it. */
import { splitList } from "../../config/split_list.ts";

const DEFAULT_PORT = 2181;

/**
 * The servers of `host:port,host/path`, each with its port. The path has no meaning: a coordinator keeps one cluster.
 */
export function serversOf(connect: string): string {
  return splitList(connect.replace(/\/.*$/, ""))
    .map((it) => /:\d+$/.test(it) ? it : `${it}:${DEFAULT_PORT}`).join(",");
}
