import { BatchBuilder } from "../../protocol/records/batch_builder.ts";
import { controlRecordKey } from "../../protocol/records/control_record.ts";

/** The marker that ends a transaction. */
export function controlBatch(
  type: "ABORT" | "COMMIT",
  producerId: bigint,
  baseOffset: bigint,
): Uint8Array {
  const builder = new BatchBuilder({
    baseOffset,
    producerId,
    producerEpoch: 0,
    transactional: true,
    control: true,
  });
  builder.append({ timestamp: 1n, key: controlRecordKey(type), value: new Uint8Array(6) });
  return builder.build();
}
