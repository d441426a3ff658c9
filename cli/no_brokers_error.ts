/** No broker can be asked. Its text is Kafka's. */
export class NoBrokersError extends Error {
  override name = "NoBrokersError";
}
