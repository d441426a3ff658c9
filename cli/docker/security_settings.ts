/**
 * Key stores in a container: variables name files in /etc/kafka/secrets, and passwords are the contents of files there.
 * Asked for where clients are told of a listener that is called SSL; listeners of other names that are mapped to TLS are
 * set up by settings of their own.
 */
import { EnvironmentError } from "./environment_error.ts";
import { type Environment, given, require } from "./environment.ts";

const SECRETS = "/etc/kafka/secrets";

/**
 * @param readText of a file with a password
 * @returns The settings that the variables stand for, none where no listener asks for them.
 * @throws {EnvironmentError}
 */
export async function tlsSettings(
  environment: Environment,
  readText: (path: string) => Promise<string>,
): Promise<Map<string, string>> {
  const settings = new Map<string, string>();
  const advertised = given(environment, "KAFKA_ADVERTISED_LISTENERS") ?? "";
  if (!/(?:^|[,\s])SSL:\/\//i.test(advertised)) return settings;
  const place = (setting: string, variable: string) => {
    require(environment, variable, `the name of a file in ${SECRETS}`);
    settings.set(setting, `${SECRETS}/${environment[variable]}`);
  };
  const password = async (setting: string, variable: string) => {
    require(environment, variable, `the name of a file in ${SECRETS} that holds the password`);
    const path = `${SECRETS}/${environment[variable]}`;
    settings.set(setting, (await readText(path)).replace(/\r?\n$/, ""));
  };
  place("ssl.keystore.location", "KAFKA_SSL_KEYSTORE_FILENAME");
  await password("ssl.key.password", "KAFKA_SSL_KEY_CREDENTIALS");
  await password("ssl.keystore.password", "KAFKA_SSL_KEYSTORE_CREDENTIALS");
  if (/^(?:required|requested)$/.test(given(environment, "KAFKA_SSL_CLIENT_AUTH") ?? "")) {
    place("ssl.truststore.location", "KAFKA_SSL_TRUSTSTORE_FILENAME");
    await password("ssl.truststore.password", "KAFKA_SSL_TRUSTSTORE_CREDENTIALS");
  }
  return settings;
}

/** @returns A warning, if there is a reason for one. @throws {EnvironmentError} */
export function checkSasl(environment: Environment): string | null {
  if (!/SASL_[^:,]*:\/\//i.test(given(environment, "KAFKA_ADVERTISED_LISTENERS") ?? "")) {
    return null;
  }
  const options = given(environment, "KAFKA_OPTS");
  if (options === undefined) {
    throw new EnvironmentError(
      "KAFKA_OPTS is required. Set it to -Djava.security.auth.login.config=FILE, the accounts of SASL listeners",
    );
  }
  return options.includes("java.security.auth.login.config")
    ? null
    : "KAFKA_OPTS should contain 'java.security.auth.login.config' property.";
}
