/** Replays ACLs, SCRAM credentials and delegation tokens. */
import type { DecodedMessage } from "../../protocol/codec/message.ts";
import type {
  AccessControlEntryRecord,
  DelegationTokenRecord,
  RemoveAccessControlEntryRecord,
  RemoveDelegationTokenRecord,
  RemoveUserScramCredentialRecord,
  UserScramCredentialRecord,
} from "../../protocol/data/metadata_records.ts";
import { scramKey } from "./identity_keys.ts";
import type { AclImage, DelegationTokenImage, MetadataImage, ScramImage } from "./image.ts";
import { asPersistent, type MapEdit } from "./persistent_map.ts";
import { ReplayError } from "./replay_error.ts";

type SecurityPart = Pick<MetadataImage, "acls" | "scram" | "delegationTokens">;

export class SecurityBuilder {
  readonly #acls: MapEdit<string, AclImage>;
  readonly #scram: MapEdit<string, ScramImage>;
  readonly #tokens: MapEdit<string, DelegationTokenImage>;

  constructor(base: SecurityPart) {
    this.#acls = asPersistent(base.acls).edit();
    this.#scram = asPersistent(base.scram).edit();
    this.#tokens = asPersistent(base.delegationTokens).edit();
  }

  addAcl(record: DecodedMessage<typeof AccessControlEntryRecord>): void {
    this.#acls.set(record.id, {
      id: record.id,
      resourceType: record.resourceType,
      resourceName: record.resourceName,
      patternType: record.patternType,
      principal: record.principal,
      host: record.host,
      operation: record.operation,
      permissionType: record.permissionType,
    });
  }

  removeAcl({ id }: DecodedMessage<typeof RemoveAccessControlEntryRecord>): void {
    if (!this.#acls.delete(id)) throw new ReplayError(`No ACL with id ${id}`);
  }

  setScram(record: DecodedMessage<typeof UserScramCredentialRecord>): void {
    this.#scram.set(scramKey(record.name, record.mechanism), {
      user: record.name,
      mechanism: record.mechanism,
      salt: record.salt.slice(),
      storedKey: record.storedKey.slice(),
      serverKey: record.serverKey.slice(),
      iterations: record.iterations,
    });
  }

  removeScram(record: DecodedMessage<typeof RemoveUserScramCredentialRecord>): void {
    if (!this.#scram.delete(scramKey(record.name, record.mechanism))) {
      throw new ReplayError(`User ${record.name} has no credential ${record.mechanism}`);
    }
  }

  setToken(record: DecodedMessage<typeof DelegationTokenRecord>): void {
    this.#tokens.set(record.tokenId, {
      tokenId: record.tokenId,
      owner: record.owner,
      requester: record.requester,
      renewers: record.renewers,
      issueTimestampMs: Number(record.issueTimestamp),
      maxTimestampMs: Number(record.maxTimestamp),
      expirationTimestampMs: Number(record.expirationTimestamp),
    });
  }

  removeToken({ tokenId }: DecodedMessage<typeof RemoveDelegationTokenRecord>): void {
    if (!this.#tokens.delete(tokenId)) throw new ReplayError(`No delegation token ${tokenId}`);
  }

  build(): SecurityPart {
    return {
      acls: this.#acls.freeze(),
      scram: this.#scram.freeze(),
      delegationTokens: this.#tokens.freeze(),
    };
  }
}
