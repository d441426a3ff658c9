/** Checks of replica lists that a client wrote itself. */
import type { MetadataImage } from "../metadata/image/image.ts";
import { ApiError, Errors } from "../protocol/errors.ts";
import { isActive } from "./liveness.ts";

function invalid(message: string): ApiError {
  return new ApiError(Errors.INVALID_REPLICA_ASSIGNMENT, message);
}

/**
 * @param replicationFactor That of the partitions before, null for the first.
 * @throws {ApiError} INVALID_REPLICA_ASSIGNMENT.
 */
export function checkManualAssignment(
  image: MetadataImage,
  replicas: readonly number[],
  replicationFactor: number | null,
): void {
  if (replicas.length === 0) {
    throw invalid("The manual partition assignment includes an empty replica list.");
  }
  const sorted = replicas.toSorted((a, b) => a - b);
  sorted.forEach((id, index) => {
    if (!image.brokers.has(id)) {
      throw invalid(
        `The manual partition assignment includes broker ${id}, but no such broker is registered.`,
      );
    }
    if (index > 0 && sorted[index - 1] === id) {
      throw invalid(`The manual partition assignment includes the broker ${id} more than once.`);
    }
  });
  if (replicationFactor !== null && replicas.length !== replicationFactor) {
    throw invalid(
      `The manual partition assignment includes a partition with ${replicas.length} replica(s), but this is ` +
        `not consistent with previous partitions, which have ${replicationFactor} replica(s).`,
    );
  }
}

/**
 * The first ISR of a manual assignment: its active brokers.
 *
 * @throws {ApiError} INVALID_REPLICA_ASSIGNMENT when there is none.
 */
export function manualIsr(
  image: MetadataImage,
  replicas: readonly number[],
  partition: number,
): number[] {
  const isr = replicas.filter((id) => isActive(image.brokers.get(id)));
  if (isr.length === 0) {
    throw invalid(
      `All brokers specified in the manual partition assignment for partition ${partition} are fenced or in ` +
        `controlled shutdown.`,
    );
  }
  return isr;
}
