/** `--replica-assignment`: `1:2,2:3` puts partition 0 on brokers 1 and 2, partition 1 on 2 and 3. */

/** The assignment makes no sense. */
export class ReplicaAssignmentError extends Error {
  override name = "ReplicaAssignmentError";
}

/**
 * Broker ids by partition.
 *
 * @throws {ReplicaAssignmentError}
 */
export function parseReplicaAssignment(text: string): number[][] {
  const assignment = text.split(",").map((partition) => partition.split(":").map(brokerId));
  for (const [partition, brokers] of assignment.entries()) {
    const duplicates = brokers.filter((id, i) => brokers.indexOf(id) !== i);
    if (duplicates.length > 0) {
      throw new ReplicaAssignmentError(
        `Partition replica lists may not contain duplicate entries: ${duplicates.join(",")}`,
      );
    }
    if (brokers.length !== assignment[0].length) {
      throw new ReplicaAssignmentError(
        `Partition ${partition} has different replication factor: [${brokers.join(", ")}]`,
      );
    }
  }
  return assignment;
}

function brokerId(text: string): number {
  const id = text.trim();
  if (!/^-?\d{1,10}$/.test(id)) throw new ReplicaAssignmentError(`For input string: "${id}"`);
  return Number(id);
}
