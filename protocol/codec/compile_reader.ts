import { defaultSource } from "./default_source.ts";
import type { AnyField, Fields } from "./field.ts";
import type { Reader } from "./reader.ts";
import { type TaggedField, VersionFields } from "./version_fields.ts";

/** Compiles the decoder of `fields` in `version` from generated source, so that it costs what a hand-written one would. */
export function compileReader(
  fields: Fields,
  version: number,
  flexible: boolean,
): (reader: Reader) => any {
  return new ReaderCompiler(new VersionFields(version, flexible)).compile(fields);
}

class ReaderCompiler {
  readonly #functions: string[] = [];

  constructor(readonly view: VersionFields) {}

  compile(fields: Fields): (reader: Reader) => any {
    const read = this.#struct(fields);
    const source = `"use strict";\n${this.#functions.join("\n")}\nreturn ${read};`;
    return new Function("EMPTY", source)(new Uint8Array(0));
  }

  /** Adds a function that reads a struct, and gives its name. */
  #struct(fields: Fields): string {
    const { flexible } = this.view;
    const { plain, tagged, absent } = this.view.place(fields);
    const names = [...plain, ...tagged].map(({ name }) => name);
    const body: string[] = [];
    plain.forEach(({ name, field }, index) => {
      body.push(`at = ${index}; const f_${name} = ${this.#expression(field, false)};`);
    });
    for (const { name, field } of tagged) body.push(`let f_${name} = ${defaultSource(field)};`);
    for (const { name, field } of absent) body.push(`const f_${name} = ${defaultSource(field)};`);
    if (flexible) body.push(...this.#tags(tagged, plain.length));
    const parts = Object.keys(fields).map((name) => `${name}: f_${name}`).join(", ");
    body.push(`const value = { ${parts} };`);
    if (flexible) body.push("if (unknown !== undefined) value.unknownTags = unknown;");
    const id = `read${this.#functions.length}`;
    this.#functions.push(
      `const ${id}_names = ${JSON.stringify([...names, "(tags)"])};`,
      `function ${id}(r) {\nlet at = 0;\ntry {\n${body.join("\n")}\nreturn value;\n} catch (e) {`,
      `throw r.located(e, ${id}_names[at]);\n}\n}`,
    );
    return id;
  }

  /** Lines that read the tagged section: a known tag by its type, whatever its size says, as in Kafka. */
  #tags(tagged: readonly TaggedField[], firstIndex: number): string[] {
    const tagsIndex = firstIndex + tagged.length;
    const lines = [
      `at = ${tagsIndex};`,
      "let unknown;",
      // A count beyond 2^31 is negative to Kafka, so it reads none.
      "for (let n = r.uvarint() | 0; n > 0; n--) {",
      "const tag = r.uvarint(), size = r.uvarint();",
    ];
    tagged.forEach(({ name, field, tag }, index) => {
      lines.push(
        `if (tag === ${tag}) { at = ${firstIndex + index}; f_${name} = ` +
          `${this.#expression(field, true)}; at = ${tagsIndex}; continue; }`,
      );
    });
    lines.push(
      "const one = r.unknownTag(tag, size);",
      "if (unknown === undefined) unknown = [one]; else unknown.push(one);",
      "}",
    );
    return lines;
  }

  /** Source of an expression that reads the field. */
  #expression(field: AnyField, inTag: boolean): string {
    const compact = this.view.isCompact(field);
    const nullable = this.view.mayBeNull(field);
    switch (field.kind) {
      case "string":
        return nullable ? `r.nullableString(${compact})` : `r.string(${compact})`;
      case "bytes":
      case "records":
        return nullable ? `r.nullableBytes(${compact})` : `r.bytes(${compact})`;
      case "array":
        return `${this.#array(field, nullable, compact)}(r)`;
      case "struct": {
        const read = `${this.#struct(field.fields!)}(r)`;
        return nullable ? `(r.present(${inTag}) ? ${read} : null)` : read;
      }
      default:
        return `r.${field.kind}()`;
    }
  }

  /** Adds a function that reads an array, and gives its name. */
  #array(field: AnyField, nullable: boolean, compact: boolean): string {
    const element = this.#expression(field.element!, false);
    const size = this.view.minimumSize(field.element!);
    if (size < 1) throw new TypeError("An array's elements may not take no bytes at all");
    const id = `read${this.#functions.length}`;
    this.#functions.push(
      `function ${id}(r) {\nconst n = r.arrayLength(${compact}, ${size});`,
      nullable ? "if (n < 0) return null;" : "if (n < 0) r.refuseNull();",
      // Of the right length at once, unless long: room for elements that may not come should stay small.
      `const list = new Array(n <= 256 ? n : 0);\nlet i = 0;`,
      `try {\nfor (; i < n; i++) list[i] = ${element};`,
      "} catch (e) { throw r.located(e, i); }\nreturn list;\n}",
    );
    return id;
  }
}
