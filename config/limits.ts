/** Largest values of Kafka's int and long, which many defaults use for "no limit". */
export const MAX_INT = 2147483647;
export const MAX_LONG = 9223372036854775807n;
