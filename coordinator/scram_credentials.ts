/** AlterUserScramCredentials (metadata-quorum 3.3, KIP-554). Only derived keys are kept, never the salted password. */
import { scramKey } from "../metadata/image/identity_keys.ts";
import { MetadataVersion } from "../metadata/metadata_version.ts";
import { hmac, sha2, type Sha2Bits } from "../metadata/sha2.ts";
import type { DecodedMessage, EncodableMessage } from "../protocol/codec/message.ts";
import { type MetadataRecord, metadataRecord } from "../protocol/data/metadata_framing.ts";
import { ApiError, Errors } from "../protocol/errors.ts";
import type {
  AlterUserScramCredentialsRequest,
  AlterUserScramCredentialsResponse,
} from "../protocol/messages/alter_user_scram_credentials.ts";
import { atomic, type ControllerState, type Decision, metadataVersionIn } from "./decision.ts";
import { type Failure, failure, SUCCESS } from "./failure.ts";

type Request = DecodedMessage<typeof AlterUserScramCredentialsRequest>;
type UserResult = EncodableMessage<typeof AlterUserScramCredentialsResponse>["results"][number];

/** Digest of each mechanism: 1 SCRAM-SHA-256, 2 SCRAM-SHA-512. */
const DIGESTS: ReadonlyMap<number, Sha2Bits> = new Map([[1, 256], [2, 512]]);
const LEAST_ITERATIONS = 4096;
const MOST_ITERATIONS = 16384;

/** One result per user; @throws {ApiError} UNSUPPORTED_VERSION. */
export function alterScramCredentials(
  state: ControllerState,
  { deletions, upsertions }: Request,
): Decision<readonly UserResult[]> {
  if (metadataVersionIn(state) < MetadataVersion.IBP_3_5_IV2_SCRAM) {
    throw new ApiError(
      Errors.UNSUPPORTED_VERSION,
      "The current metadata version does not support SCRAM",
    );
  }
  const failures = new Map<string, Failure>();
  const seen = new Set<string>();
  for (const { name } of [...deletions, ...upsertions]) {
    if (seen.has(name)) {
      const message = "A user credential cannot be altered twice in the same request";
      failures.set(name, failure(Errors.DUPLICATE_RESOURCE, message));
    }
    seen.add(name);
  }
  const fail = (user: string, problem: Failure | null) => {
    if (problem !== null && !failures.has(user)) failures.set(user, problem);
  };
  for (const deletion of deletions) fail(deletion.name, deletionProblem(state, deletion));
  for (const upsertion of upsertions) fail(upsertion.name, upsertionProblem(upsertion));
  const records: MetadataRecord[] = [];
  for (const { name, mechanism } of deletions) {
    if (failures.has(name)) continue;
    records.push(metadataRecord("RemoveUserScramCredentialRecord", 0, { name, mechanism }));
  }
  for (const { saltedPassword, salt, ...upsertion } of upsertions) {
    if (failures.has(upsertion.name)) continue;
    const keys = scramKeys(DIGESTS.get(upsertion.mechanism)!, saltedPassword);
    records.push(
      metadataRecord("UserScramCredentialRecord", 0, { ...upsertion, salt: salt.slice(), ...keys }),
    );
  }
  const results = [...seen].map((user) => ({ user, ...failures.get(user) ?? SUCCESS }));
  return atomic(records, results);
}

function deletionProblem(
  { image }: ControllerState,
  { name, mechanism }: Request["deletions"][number],
): Failure | null {
  const problem = nameProblem(name) ?? mechanismProblem(mechanism);
  if (problem !== null || image.scram.has(scramKey(name, mechanism))) return problem;
  return failure(
    Errors.RESOURCE_NOT_FOUND,
    "Attempt to delete a user credential that does not exist",
  );
}

function upsertionProblem(
  { name, mechanism, iterations }: Request["upsertions"][number],
): Failure | null {
  const unacceptable = (message: string) => failure(Errors.UNACCEPTABLE_CREDENTIAL, message);
  const problem = nameProblem(name) ?? mechanismProblem(mechanism);
  if (problem !== null) return problem;
  if (iterations < LEAST_ITERATIONS) return unacceptable("Too few iterations");
  return iterations > MOST_ITERATIONS ? unacceptable("Too many iterations") : null;
}

function nameProblem(name: string): Failure | null {
  return name === "" ? failure(Errors.UNACCEPTABLE_CREDENTIAL, "Username must not be empty") : null;
}

function mechanismProblem(mechanism: number): Failure | null {
  return DIGESTS.has(mechanism)
    ? null
    : failure(Errors.UNSUPPORTED_SASL_MECHANISM, "Unknown SCRAM mechanism");
}

/** StoredKey and ServerKey of RFC 5802. */
function scramKeys(bits: Sha2Bits, saltedPassword: Uint8Array) {
  const keyed = (name: string) => hmac(bits, saltedPassword, new TextEncoder().encode(name));
  return { storedKey: sha2(bits, keyed("Client Key")), serverKey: keyed("Server Key") };
}
