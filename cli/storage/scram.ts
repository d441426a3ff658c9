/** `--add-scram`: a user's SCRAM credential (RFC 5802) as the record that the first controller writes. */
import { hmac, sha2 } from "../../metadata/sha2.ts";
import { type MetadataRecord, metadataRecord } from "../../protocol/data/metadata_framing.ts";
import type { Random } from "../../runtime/runtime.ts";
import { OptionError } from "../options/option_error.ts";
import {
  MAX_SCRAM_ITERATIONS,
  MIN_SCRAM_ITERATIONS,
  saltPassword,
  SCRAM_MECHANISMS,
  SCRAM_SALT_BYTES,
} from "../salted_password.ts";

const encoder = new TextEncoder();

/**
 * @param text `MECHANISM=[name=…,password=…,iterations=…,salt="…",saltedpassword="…"]`
 * @throws {OptionError} In Kafka's words.
 */
export function scramRecord(text: string, random: Random): MetadataRecord {
  const parts = /^([^=]+)=\[(.*)\]$/s.exec(text);
  if (parts === null) {
    throw new OptionError(`Failed to parse the add-scram argument ${text}: no MECHANISM=[...]`);
  }
  const mechanism = SCRAM_MECHANISMS.get(parts[1]);
  if (mechanism === undefined) {
    throw new OptionError(`The add-scram mechanism ${parts[1]} is not supported.`);
  }
  const values = parseValues(parts[2]);
  const name = values.get("name");
  if (!name) throw new OptionError("You must supply 'name' to add-scram");
  const iterations = parseIterations(values.get("iterations"));
  const password = values.get("password");
  const saltedText = values.get("saltedpassword");
  if (password === undefined && saltedText === undefined) {
    throw new OptionError("You must supply one of 'password' or 'saltedpassword' to add-scram");
  }
  if (password !== undefined && saltedText !== undefined) {
    throw new OptionError(
      "You must only supply one of 'password' or 'saltedpassword' to add-scram",
    );
  }
  const saltText = values.get("salt");
  if (saltedText !== undefined && saltText === undefined) {
    throw new OptionError("You must supply 'salt' with 'saltedpassword' to add-scram");
  }
  const salt = saltText === undefined
    ? random.bytes(SCRAM_SALT_BYTES)
    : fromBase64("salt", saltText);
  const { bits, code } = mechanism;
  const saltedPassword = saltedText === undefined
    ? saltPassword(bits, password!, salt, iterations)
    : fromBase64("saltedpassword", saltedText);
  return metadataRecord("UserScramCredentialRecord", 0, {
    name,
    mechanism: code,
    salt,
    storedKey: sha2(bits, hmac(bits, saltedPassword, encoder.encode("Client Key"))),
    serverKey: hmac(bits, saltedPassword, encoder.encode("Server Key")),
    iterations,
  });
}

/** `key=value` pairs between commas; quotes around a value are dropped. */
function parseValues(text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const pair of text.split(",")) {
    const equals = pair.indexOf("=");
    if (equals < 0) throw new OptionError(`Expected key=value in add-scram, but got ${pair}`);
    const value = pair.slice(equals + 1).trim().replace(/^"(.*)"$/s, "$1");
    values.set(pair.slice(0, equals).trim(), value);
  }
  return values;
}

function parseIterations(text: string | undefined): number {
  if (text === undefined) return MIN_SCRAM_ITERATIONS;
  const iterations = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!(iterations >= MIN_SCRAM_ITERATIONS)) {
    throw new OptionError(
      `The 'iterations' value must be >= ${MIN_SCRAM_ITERATIONS} for add-scram`,
    );
  }
  if (iterations > MAX_SCRAM_ITERATIONS) {
    throw new OptionError(
      `The 'iterations' value must be <= ${MAX_SCRAM_ITERATIONS} for add-scram`,
    );
  }
  return iterations;
}

function fromBase64(what: string, text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch {
    throw new OptionError(`Failed to decode given ${what}: ${text}`);
  }
}
