/** The command can't be meant so: said in one line, without what was asked of the cluster. */
export class ConfigCommandError extends Error {
  override name = "ConfigCommandError";
}
