/** Broker settings: TLS. Each key can also be given per listener: `listener.name.<name>.<key>`. */
import {
  boolean,
  className,
  list,
  LOW,
  MEDIUM,
  password,
  PER_BROKER,
  READ_ONLY,
  settings,
  string,
} from "./declaration.ts";
import { anyNames, oneOf } from "./valid.ts";

// One setting, one line: a table, which the formatter would break up.
// deno-fmt-ignore
export const TLS_SETTINGS = settings({
  "ssl.keystore.location": string(null, null, MEDIUM, PER_BROKER, "File with the node's own certificate and key."),
  "ssl.keystore.password": password(null, null, MEDIUM, PER_BROKER, "Password of the keystore file."),
  "ssl.keystore.type": string("JKS", null, MEDIUM, PER_BROKER, "Format of the keystore: JKS, PKCS12 or PEM."),
  "ssl.keystore.key": password(null, null, MEDIUM, PER_BROKER, "Private key as PEM text."),
  "ssl.keystore.certificate.chain": password(null, null, MEDIUM, PER_BROKER, "Certificates of the node as PEM text."),
  "ssl.key.password": password(null, null, MEDIUM, PER_BROKER, "Password of the private key."),
  "ssl.truststore.location": string(null, null, MEDIUM, PER_BROKER, "File with the certificates that are trusted."),
  "ssl.truststore.password": password(null, null, MEDIUM, PER_BROKER, "Password of the truststore file."),
  "ssl.truststore.type": string("JKS", null, MEDIUM, PER_BROKER, "Format of the truststore: JKS, PKCS12 or PEM."),
  "ssl.truststore.certificates": password(null, null, MEDIUM, PER_BROKER, "Trusted certificates as PEM text."),
  "ssl.client.auth": string("none", oneOf("required", "requested", "none"), MEDIUM, PER_BROKER, "Whether clients must, may or do not show a certificate."),
  "ssl.protocol": string("TLSv1.3", null, MEDIUM, PER_BROKER, "TLS version that connections prefer."),
  "ssl.enabled.protocols": list(["TLSv1.2", "TLSv1.3"], anyNames, MEDIUM, PER_BROKER, "TLS versions accepted."),
  "ssl.cipher.suites": list([], anyNames, MEDIUM, PER_BROKER, "Cipher suites accepted; empty leaves the choice to the runtime."),
  "ssl.endpoint.identification.algorithm": string("https", null, LOW, PER_BROKER, "How host names are checked against certificates; empty switches the check off."),
  "ssl.principal.mapping.rules": string("DEFAULT", null, LOW, READ_ONLY, "Rules that make a principal's name from a certificate's subject."),
  "ssl.provider": string(null, null, MEDIUM, PER_BROKER, "Java security provider; ignored."),
  "ssl.keymanager.algorithm": string("SunX509", null, MEDIUM, PER_BROKER, "Java key manager algorithm; ignored."),
  "ssl.trustmanager.algorithm": string("PKIX", null, MEDIUM, PER_BROKER, "Java trust manager algorithm; ignored."),
  "ssl.secure.random.implementation": string(null, null, LOW, PER_BROKER, "Java random generator for TLS; ignored."),
  "ssl.engine.factory.class": className(null, null, LOW, PER_BROKER, "Java class that makes TLS engines; not supported."),
  "ssl.allow.dn.changes": boolean(false, null, LOW, READ_ONLY, "Lets a keystore change at run time alter the certificate's subject."),
  "ssl.allow.san.changes": boolean(false, null, LOW, READ_ONLY, "Lets a keystore change at run time alter the certificate's alternative names."),
});
