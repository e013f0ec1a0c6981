import * as pulumi from "@pulumi/pulumi";
import { AcmeChallenge, type DnsArgs, type IngressLayerArgs, type TlsArgs } from "../components";
import type { ConfigWords } from "./config-words";

type Gateway = Pick<IngressLayerArgs, "hosts" | "tls" | "dns" | "sourceRanges" | "allowPublic">;

/** What the gateway serves and who may reach it, as the config says. */
export function gatewayFromConfig(config: pulumi.Config): Gateway {
  const hosts = config.requireObject<string[]>("hosts");
  const dns = config.requireObject<DnsArgs>("dns");
  return {
    hosts: hosts.length === 0 ? undefined : hosts,
    tls: tlsFromConfig(config),
    dns: Object.keys(dns).length === 0 ? undefined : dns,
    sourceRanges: config.requireObject<string[]>("sourceRanges"),
    allowPublic: config.requireBoolean("allowPublic"),
  };
}

/** How the config names these inputs. The key `dns` is the input itself. */
export const gatewayWords: ConfigWords = {
  keys: {
    "tls.letsEncrypt.email": "tlsEmail",
    "tls.letsEncrypt.challenge": "tlsChallenge",
    "tls.secret.name": "tlsName",
    "tls.existingIssuer.name": "tlsName",
  },
  advice: {
    "sourceRanges, internal: true or": "sourceRanges, or",
    "Leave that out and write allowPublic: true, or choose AcmeChallenge.Dns01 or another source of certificates.":
      "Write allowPublic: true and sourceRanges: [], or tlsChallenge: dns01, or another value of tls.",
    "tls.letsEncrypt.challenge: AcmeChallenge.Dns01": "tlsChallenge: dns01",
    "leave challenge out": "leave tlsChallenge out",
    ", or both in cluster.identity": "",
    ": cluster.identity has no OIDC issuer of the cluster with its IAM provider":
      ", because the program does not know the OIDC issuer of the cluster",
    "cannot be Http01": "cannot be http01",
    "is Dns01,": "is dns01,",
    "no certificate uses Dns01": "no certificate uses tlsChallenge: dns01",
    "tls.selfSigned issues": "tls: selfSigned issues",
    "tls.letsEncrypt issues": "tls: letsEncrypt issues",
    "tls.existingIssuer issues": "tls: existingIssuer issues",
  },
};

/** HTTPS, as the keys `tls`, `tlsEmail`, `tlsChallenge` and `tlsName` describe it. */
function tlsFromConfig(config: pulumi.Config): TlsArgs | undefined {
  const [source, email, name] = [config.require("tls"), config.require("tlsEmail"), config.require("tlsName")];
  const challenge = config.require("tlsChallenge");
  const challenges = { "": undefined, http01: AcmeChallenge.Http01, dns01: AcmeChallenge.Dns01 };
  const sources: Record<string, () => TlsArgs | undefined> = {
    "": () => undefined,
    selfSigned: () => ({ selfSigned: {} }),
    letsEncrypt: () => ({ letsEncrypt: { email, challenge: chosen("tlsChallenge", challenge, challenges) } }),
    secret: () => ({ secret: { name } }),
    existingIssuer: () => ({ existingIssuer: { name } }),
  };
  const tls = chosen("tls", source, sources)();
  for (const [key, value, users] of [
    ["tlsEmail", email, ["letsEncrypt"]],
    ["tlsChallenge", challenge, ["letsEncrypt"]],
    ["tlsName", name, ["secret", "existingIssuer"]],
  ] as const) {
    if (value !== "" && !users.some((user) => user === source)) {
      throw new pulumi.RunError(`${key}: is for tls: ${users.join(" or ")} only; leave it out.`);
    }
  }
  return tls;
}

/** The value of a word; refuses a word that is not in the list. */
function chosen<Value>(key: string, word: string, values: Readonly<Record<string, Value>>): Value {
  if (Object.hasOwn(values, word)) return values[word] as Value;
  const choice = Object.keys(values).filter((each) => each !== "");
  throw new pulumi.RunError(`${key}: "${word}" is not one of ${choice.join(", ")}; write one of them, or nothing.`);
}
