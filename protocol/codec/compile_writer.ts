import { defaultSource, differsFromDefaultSource } from "./default_source.ts";
import { EncodeError } from "./errors.ts";
import type { AnyField, Fields, UnknownTag } from "./field.ts";
import { type TaggedField, VersionFields } from "./version_fields.ts";
import type { Writer } from "./writer.ts";

/** Compiles the encoder of `fields` in `version` from generated source, so that it costs what a hand-written one would. */
export function compileWriter(
  fields: Fields,
  version: number,
  flexible: boolean,
): (writer: Writer, value: any) => void {
  return new WriterCompiler(new VersionFields(version, flexible)).compile(fields);
}

/** What generated source calls: refuses a value, sorts unknown tags, writes those before `limit` from `index` on. */
const HELPERS = {
  refuse(reason: string): never {
    throw new EncodeError(reason);
  },
  sorted(tags: readonly UnknownTag[]): readonly UnknownTag[] {
    return tags.length < 2 ? tags : [...tags].sort((a, b) => a.tag - b.tag);
  },
  unknown(writer: Writer, tags: readonly UnknownTag[], index: number, limit: number): number {
    for (; index < tags.length && tags[index].tag < limit; index++) {
      const { tag, bytes } = tags[index];
      writer.uvarint(tag);
      writer.uvarint(bytes.length);
      writer.raw(bytes);
    }
    return index;
  },
};

class WriterCompiler {
  readonly #functions: string[] = [];
  #serial = 0;

  constructor(readonly view: VersionFields) {}

  compile(fields: Fields): (writer: Writer, value: any) => void {
    const write = this.#struct(fields);
    const source = `"use strict";\nconst { refuse, sorted, unknown } = helpers;\n` +
      `${this.#functions.join("\n")}\nreturn ${write};`;
    return new Function("helpers", "EMPTY", source)(HELPERS, new Uint8Array(0));
  }

  /** Adds a function that writes a struct, and gives its name. */
  #struct(fields: Fields): string {
    const { version, flexible } = this.view;
    const { plain, tagged, absent } = this.view.place(fields);
    const body: string[] = [];
    for (const { name, field } of absent) {
      if (field.options.ignorable) continue;
      const differs = this.#isSet(name, field);
      body.push(`if (${differs}) refuse("Version ${version} has no field ${name}");`);
    }
    for (const { name, field } of plain) {
      const x = `v.${name} === undefined ? ${defaultSource(field)} : v.${name}`;
      body.push(`{ const x = ${x}; ${this.#statement("x", name, field, false)} }`);
    }
    if (flexible) body.push(...this.#tags(tagged));
    const id = `write${this.#serial++}`;
    this.#functions.push(`function ${id}(w, v) {\n${body.join("\n")}\n}`);
    return id;
  }

  /** Source of a condition: the value has the field, and not as its default. */
  #isSet(name: string, field: AnyField): string {
    return `v.${name} !== undefined && ${differsFromDefaultSource(`v.${name}`, field)}`;
  }

  #tags(tagged: readonly TaggedField[]): string[] {
    const lines = ["const extra = v.unknownTags;"];
    tagged.forEach(({ name, field }, index) => {
      lines.push(`const t${index} = ${this.#isSet(name, field)} ? 1 : 0;`);
    });
    const count = ["0", ...tagged.map((_, index) => `t${index}`)].join(" + ");
    lines.push(
      `const count = ${count};`,
      "if (extra === undefined && count === 0) { w.uvarint(0); return; }",
      "const tags = extra === undefined ? [] : sorted(extra);",
      "w.uvarint(count + tags.length);",
      "let next = 0;",
    );
    tagged.forEach(({ name, field, tag }, index) => {
      const size = this.view.fixedSize(field);
      const payload = this.#statement(`v.${name}`, name, field, true);
      const sized = size !== undefined
        ? `w.uvarint(${size}); ${payload}`
        : `const mark = w.beginSized(); ${payload} w.endSized(mark);`;
      lines.push(
        `if (t${index} === 1) { next = unknown(w, tags, next, ${tag}); w.uvarint(${tag}); ${sized} }`,
      );
    });
    lines.push("unknown(w, tags, next, Infinity);");
    return lines;
  }

  /** Source of a statement that writes `x`. */
  #statement(x: string, name: string, field: AnyField, inTag: boolean): string {
    const compact = this.view.isCompact(field);
    const nullable = this.view.mayBeNull(field);
    const check = nullable
      ? ""
      : `if (${x} === null) refuse("${name} may not be null in version ${this.view.version}");`;
    switch (field.kind) {
      case "string":
        return `${check} w.string(${x}, ${compact});`;
      case "bytes":
      case "records":
        return `${check} w.bytes(${x}, ${compact});`;
      case "array": {
        const item = `e${this.#serial++}`;
        const element = this.#statement(item, name, field.element!, false);
        const write = `w.arrayLength(${x}.length, ${compact}); for (const ${item} of ${x}) ` +
          `{ ${element} }`;
        return nullable
          ? `if (${x} === null) w.arrayLength(-1, ${compact}); else { ${write} }`
          : `${check} ${write}`;
      }
      case "struct": {
        const write = `${this.#struct(field.fields!)}(w, ${x});`;
        if (!nullable) return `${check} ${write}`;
        return `w.present(${x} !== null, ${inTag}); if (${x} !== null) { ${write} }`;
      }
      default:
        return `w.${field.kind}(${x});`;
    }
  }
}
