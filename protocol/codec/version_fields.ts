import type { AnyField, FieldKind, Fields } from "./field.ts";
import { includesVersion, parseVersions } from "./versions.ts";

/** A field that the version has. */
export interface PlacedField {
  readonly name: string;
  readonly field: AnyField;
}

export interface TaggedField extends PlacedField {
  readonly tag: number;
}

export interface PlacedFields {
  /** In the order they are encoded. */
  readonly plain: readonly PlacedField[];
  /** In the tagged section, by ascending tag. */
  readonly tagged: readonly TaggedField[];
  /** Fields of other versions. */
  readonly absent: readonly PlacedField[];
}

/** Bytes of the kinds that always take as many. */
const FIXED_SIZES: Partial<Record<FieldKind, number>> = {
  bool: 1,
  int8: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  int64: 8,
  float64: 8,
  uuid: 16,
};

/** What one version of a message makes of a declaration. */
export class VersionFields {
  constructor(
    readonly version: number,
    /** Compact lengths and tagged sections (KIP-482). */
    readonly flexible: boolean,
  ) {}

  place(fields: Fields): PlacedFields {
    const plain: PlacedField[] = [];
    const tagged: TaggedField[] = [];
    const absent: PlacedField[] = [];
    for (const name in fields) {
      const field = fields[name];
      const { versions, tag } = field.options;
      if (!this.#includes(versions)) absent.push({ name, field });
      else if (tag !== undefined && this.#includes(field.options.tagged ?? versions)) {
        tagged.push({ name, field, tag });
      } else plain.push({ name, field });
    }
    tagged.sort((a, b) => a.tag - b.tag);
    return { plain, tagged, absent };
  }

  #includes(versions: string | undefined): boolean {
    return versions === undefined || includesVersion(parseVersions(versions), this.version);
  }

  mayBeNull({ options }: AnyField): boolean {
    return options.nullable !== undefined && this.#includes(options.nullable);
  }

  isCompact({ options }: AnyField): boolean {
    return this.flexible && options.flexible !== "none";
  }

  /** Bytes that every value of the field takes; undefined where they differ. */
  fixedSize({ kind }: AnyField): number | undefined {
    return FIXED_SIZES[kind];
  }

  /** The fewest bytes that a value of the field takes. */
  minimumSize(field: AnyField): number {
    const fixed = this.fixedSize(field);
    if (fixed !== undefined) return fixed;
    switch (field.kind) {
      case "struct":
        return this.mayBeNull(field) ? 1 : this.#minimumStructSize(field.fields!);
      case "string":
        return this.isCompact(field) ? 1 : 2;
      default:
        return this.isCompact(field) ? 1 : 4;
    }
  }

  #minimumStructSize(fields: Fields): number {
    let size = this.flexible ? 1 : 0;
    for (const { field } of this.place(fields).plain) size += this.minimumSize(field);
    return size;
  }
}
