/** Why a tool may print something else than Kafka's did. */

export const REASONS = {
  "accepted": "a flag or class of the other generation of Kafka works too",
  "says why": "Kafka prints the name of a Java class, or less than what is wrong",
  "own help": "the text of --help is ours",
  "wrapped": "Java breaks the line and pads it with blanks",
  "at once": "wrong flags are refused before anything is done",
  "placement":
    "records without a key go to partitions by chance, and which partition comes first is chance too",
  "history": "the offsets topic holds other records after another history",
  "unreleased": "Kafka 4.3 knows a version that is not released",
  "one moment": "in simulated time all records that are sent together are of one millisecond",
  "unserved":
    "the broker does not serve the API yet, or only as far as it goes without transactions",
  "of 4.3": "Kafka 4.3 says or does it so, not 3.5",
  "of 3.5": "Kafka 3.5 says it so, and better than 4.3",
  "static quorum": "a quorum of ours can't be made a dynamic one",
  "recording": "the recorded tool was given the port of nobody",
  "asks": "ours reads the answer to its question from a pipe, too, as Kafka 3.5 does",
  "settings": "the recorded broker had other settings, and has loggers of other names",
  "new protocol":
    "nothing of ours joins a group of the new protocol (KIP-848); Kafka's console consumer did",
} as const;

export type Reason = keyof typeof REASONS;

/** These may be equal in some run. */
export const BY_CHANCE: ReadonlySet<Reason> = new Set<Reason>(["placement", "history"]);

export type Difference = readonly [command: string, reason: Reason];

/** By transcript: the command as it stands there. */
export type Differences = Readonly<Record<string, readonly Difference[]>>;
