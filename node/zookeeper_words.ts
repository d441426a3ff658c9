/** ZooKeeper's four-letter words, for checks of a coordinator that stands in its place. */
import type { PlainWords } from "../network/plain_words.ts";

const VERSION = "Zookeeper version: none, a coordinator of Ottla stands in its place";

/** @param state what the words tell of, asked when one comes */
export function zooKeeperWords(
  state: () => { readonly connections: number; readonly topics: number },
): PlainWords {
  const overview = () => {
    const { connections, topics } = state();
    return `Connections: ${connections}\nMode: standalone\nNode count: ${topics}\n`;
  };
  const monitor = () => {
    const { connections, topics } = state();
    return `zk_version\tottla\nzk_server_state\tstandalone\nzk_num_alive_connections\t${connections}\n` +
      `zk_znode_count\t${topics}\n`;
  };
  return new Map([
    ["ruok", () => "imok"],
    ["isro", () => "rw"],
    ["srvr", () => `${VERSION}\n${overview()}`],
    ["stat", () => `${VERSION}\nClients:\n\n${overview()}`],
    ["mntr", monitor],
  ]);
}
