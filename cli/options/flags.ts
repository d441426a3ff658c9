/** Flags of a tool, declared once: parsing, help and shell completion all read the same table. */

export interface Flag {
  readonly help: string;
  /** What its value is called in help; absent for a flag without a value. */
  readonly value?: string;
  /** Default `String`. Numbers are checked when the tool asks for them. */
  readonly type?: "String" | "Integer" | "Long";
  /** Argparse-like tools only: more values may follow the first one, up to the next flag. */
  readonly several?: boolean;
  /** The value may be left out. */
  readonly valueOptional?: boolean;
  /** Short form of one letter; of argparse-like tools only. */
  readonly short?: string;
  /** Argparse-like tools refuse to run without it; the others say so in help and check by themselves. */
  readonly required?: boolean;
  /** An old flag that still works and that help leaves out. */
  readonly hidden?: boolean;
}

/** By long name without dashes, in the order of the help. */
export type Flags = { readonly [name: string]: Flag };
