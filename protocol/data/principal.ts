/** A principal as it travels in Envelope requests. */
import { bool, string } from "../codec/field.ts";
import { data } from "../codec/message.ts";

export const DefaultPrincipalData = data(-1, "DefaultPrincipalData", "0", "0+", {
  type: string(),
  name: string(),
  tokenAuthenticated: bool(),
});
