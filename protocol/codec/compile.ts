/**
 * Turns the declaration of a message into two functions for one version: a decoder and an encoder. They are compiled
 * from generated source, so that a hot message costs what hand-written code would.
 */
import type { AnyField, Fields } from "./field.ts";
import { DecodeError, EncodeError } from "./errors.ts";
import type { Reader } from "./reader.ts";
import { Writer } from "./writer.ts";
import { includesVersion, parseVersions } from "./versions.ts";
import { ZERO_UUID } from "../uuid.ts";

/** One version of a message, compiled. */
export interface VersionCodec {
  read(reader: Reader): any;
  write(writer: Writer, value: any): void;
}

/** Compiles `fields` for `version`. `flexible`: compact lengths and tagged sections (KIP-482). */
export function compileVersion(fields: Fields, version: number, flexible: boolean): VersionCodec {
  return new Compiler(version, flexible).compile(fields);
}

interface Placed {
  readonly name: string;
  readonly field: AnyField;
}

class Compiler {
  readonly #functions: string[] = [];
  readonly #defaults: unknown[] = [];
  #serial = 0;

  constructor(readonly version: number, readonly flexible: boolean) {}

  compile(fields: Fields): VersionCodec {
    const read = this.#structReader(fields);
    const write = this.#structWriter(fields);
    const source = `"use strict";\n${
      this.#functions.join("\n")
    }\nreturn { read: ${read}, write: ${write} };`;
    const make = new Function("Writer", "DecodeError", "EncodeError", "defaults", "EMPTY", source);
    return make(Writer, DecodeError, EncodeError, this.#defaults, new Uint8Array(0));
  }

  #has(field: AnyField): boolean {
    return includesVersion(parseVersions(field.options.versions ?? "0+"), this.version);
  }

  #tagOf(field: AnyField): number | undefined {
    const { tag, tagged, versions } = field.options;
    if (tag === undefined) return undefined;
    const range = parseVersions(tagged ?? versions ?? "0+");
    return includesVersion(range, this.version) ? tag : undefined;
  }

  #mayBeNull(field: AnyField): boolean {
    const { nullable } = field.options;
    return nullable !== undefined && includesVersion(parseVersions(nullable), this.version);
  }

  #compact(field: AnyField): boolean {
    return this.flexible && field.options.flexible !== "none";
  }

  /** Splits the fields of this version into those in order and those in the tagged section, sorted by tag. */
  #place(fields: Fields) {
    const plain: Placed[] = [];
    const tagged: (Placed & { tag: number })[] = [];
    const absent: Placed[] = [];
    for (const [name, field] of Object.entries(fields)) {
      if (!this.#has(field)) absent.push({ name, field });
      else {
        const tag = this.#tagOf(field);
        if (tag === undefined) plain.push({ name, field });
        else tagged.push({ name, field, tag });
      }
    }
    tagged.sort((a, b) => a.tag - b.tag);
    return { plain, tagged, absent };
  }

  /** Source of an expression for the field's default value, fresh where it could be changed by its receiver. */
  #default(field: AnyField): string {
    const { options, kind } = field;
    if (options.default !== undefined) {
      if (options.default === null) return "null";
      if (typeof options.default === "bigint") return `${options.default}n`;
      return JSON.stringify(options.default);
    }
    switch (kind) {
      case "bool":
        return "false";
      case "int64":
        return "0n";
      case "uuid":
        return JSON.stringify(ZERO_UUID);
      case "string":
        return `""`;
      case "bytes":
      case "records":
        return "EMPTY";
      case "array":
        return "[]";
      case "struct": {
        const parts = Object.entries(field.fields!).map(([name, f]) =>
          `${name}: ${this.#default(f)}`
        );
        return `({ ${parts.join(", ")} })`;
      }
      default:
        return "0";
    }
  }

  // ---- decoding

  #structReader(fields: Fields): string {
    const id = `read${this.#serial++}`;
    const { plain, tagged, absent } = this.#place(fields);
    const names = [...plain, ...tagged].map((p) => p.name);
    const body: string[] = [];
    plain.forEach(({ name, field }, index) => {
      body.push(`at = ${index};`, `const f_${name} = ${this.#readExpression(field, false)};`);
    });
    for (const { name, field } of tagged) body.push(`let f_${name} = ${this.#default(field)};`);
    for (const { name, field } of absent) body.push(`const f_${name} = ${this.#default(field)};`);
    if (this.flexible) body.push(...this.#readTags(tagged, plain.length));
    const parts = Object.keys(fields).map((name) => `${name}: f_${name}`).join(", ");
    if (this.flexible) {
      body.push(`const value = { ${parts} };`);
      body.push(`if (unknown !== undefined) value.unknownTags = unknown;`, `return value;`);
    } else body.push(`return { ${parts} };`);
    this.#functions.push(
      `const ${id}_names = ${JSON.stringify([...names, "(tags)"])};`,
      `function ${id}(r) {\nlet at = ${names.length};\ntry {\n${body.join("\n")}\n} catch (e) {`,
      `throw r.located(e, ${id}_names[at]);\n}\n}`,
    );
    return id;
  }

  #readTags(tagged: readonly (Placed & { tag: number })[], firstName: number): string[] {
    const lines = [
      `at = ${firstName + tagged.length};`,
      "let unknown;",
      "for (let n = r.uvarint() | 0; n > 0; n--) {",
      "const tag = r.uvarint(), size = r.uvarint();",
    ];
    tagged.forEach(({ name, field, tag }, index) => {
      lines.push(
        `if (tag === ${tag}) { at = ${firstName + index};`,
        `f_${name} = ${this.#readExpression(field, true)};`,
        `at = ${firstName + tagged.length}; continue; }`,
      );
    });
    lines.push("(unknown ??= []).push({ tag, bytes: r.view(size) });", "}");
    return lines;
  }

  #readExpression(field: AnyField, inTag: boolean): string {
    const compact = this.#compact(field);
    const nullable = this.#mayBeNull(field);
    switch (field.kind) {
      case "string":
        return nullable ? `r.nullableString(${compact})` : `r.string(${compact})`;
      case "bytes":
      case "records":
        return nullable ? `r.nullableBytes(${compact})` : `r.bytes(${compact})`;
      case "array":
        return `${this.#arrayReader(field, nullable, compact)}(r)`;
      case "struct": {
        const read = `${this.#structReader(field.fields!)}(r)`;
        return nullable ? `(r.present(${inTag}) ? ${read} : null)` : read;
      }
      default:
        return `r.${field.kind}()`;
    }
  }

  #arrayReader(field: AnyField, nullable: boolean, compact: boolean): string {
    const id = `readArray${this.#serial++}`;
    const element = this.#readExpression(field.element!, false);
    this.#functions.push(
      `function ${id}(r) {\nconst n = r.arrayLength(${compact});`,
      nullable ? "if (n < 0) return null;" : "if (n < 0) r.refuseNull();",
      `const list = [];\nlet i = 0;\ntry {\nfor (; i < n; i++) list.push(${element});`,
      "} catch (e) { throw r.located(e, i); }\nreturn list;\n}",
    );
    return id;
  }

  // ---- encoding

  #structWriter(fields: Fields): string {
    const id = `write${this.#serial++}`;
    const { plain, tagged, absent } = this.#place(fields);
    const body: string[] = [];
    for (const { name, field } of absent) {
      if (!field.options.ignorable) body.push(this.#refuseUnlessDefault(name, field));
    }
    for (const { name, field } of plain) {
      body.push(
        `{ const x = ${this.#valueOf(name, field)};`,
        this.#writeStatement("x", field, false),
        "}",
      );
    }
    if (this.flexible) body.push(...this.#writeTags(tagged));
    this.#functions.push(`function ${id}(w, v) {\n${body.join("\n")}\n}`);
    return id;
  }

  #valueOf(name: string, field: AnyField): string {
    return `v.${name} === undefined ? ${this.#default(field)} : v.${name}`;
  }

  #refuseUnlessDefault(name: string, field: AnyField): string {
    return `if (v.${name} !== undefined && ${this.#differsFromDefault(`v.${name}`, field)}) ` +
      `throw new EncodeError("Version ${this.version} has no field ${name}");`;
  }

  /** Source of a condition: `x` is not the field's default. */
  #differsFromDefault(x: string, field: AnyField): string {
    const fallback = field.options.default;
    if (fallback !== undefined && (fallback === null || field.kind !== "array")) {
      return `${x} !== ${this.#default(field)}`;
    }
    switch (field.kind) {
      case "array":
      case "bytes":
      case "records":
        return `(${x} === null || ${x}.length > 0)`;
      case "struct": {
        const parts = Object.entries(field.fields!).map(([name, f]) =>
          `(${x}.${name} !== undefined && ${this.#differsFromDefault(`${x}.${name}`, f)})`
        );
        return `(${x} === null || ${parts.length > 0 ? parts.join(" || ") : "false"})`;
      }
      default:
        return `${x} !== ${this.#default(field)}`;
    }
  }

  #writeTags(tagged: readonly (Placed & { tag: number })[]): string[] {
    const lines = ["const extra = v.unknownTags;"];
    if (tagged.length === 0) lines.push("if (extra === undefined) { w.uvarint(0); return; }");
    lines.push("const tags = [];");
    for (const { name, field, tag } of tagged) {
      lines.push(
        `if (v.${name} !== undefined && ${this.#differsFromDefault(`v.${name}`, field)}) {`,
        `const x = v.${name}; const t = new Writer(64); { const w = t; ${
          this.#writeStatement("x", field, true)
        } } tags.push({ tag: ${tag}, t }); }`,
      );
    }
    lines.push(
      "if (extra !== undefined) for (const { tag, bytes } of extra) {",
      "const t = new Writer(64); t.raw(bytes); tags.push({ tag, t }); }",
      "if (extra !== undefined) tags.sort((a, b) => a.tag - b.tag);",
      "w.uvarint(tags.length);",
      "for (const { tag, t } of tags) { w.uvarint(tag); w.uvarint(t.length); w.append(t); }",
    );
    return lines;
  }

  #writeStatement(x: string, field: AnyField, inTag: boolean): string {
    const compact = this.#compact(field);
    const nullable = this.#mayBeNull(field);
    const refuse = nullable
      ? ""
      : `if (${x} === null) throw new EncodeError("Version ${this.version} allows no null here");`;
    switch (field.kind) {
      case "string":
        return `${refuse} w.string(${x}, ${compact});`;
      case "bytes":
      case "records":
        return `${refuse} w.bytes(${x}, ${compact});`;
      case "array": {
        const item = `e${this.#serial++}`;
        const element = this.#writeStatement(item, field.element!, false);
        return `${refuse} if (${x} === null) w.arrayLength(-1, ${compact}); else { w.arrayLength(${x}.length, ${compact});` +
          ` for (const ${item} of ${x}) { ${element} } }`;
      }
      case "struct": {
        const write = `${this.#structWriter(field.fields!)}(w, ${x});`;
        if (!nullable) return `${refuse} ${write}`;
        return `w.present(${x} !== null, ${inTag}); if (${x} !== null) { ${write} }`;
      }
      default:
        return `w.${field.kind}(${x});`;
    }
  }
}
