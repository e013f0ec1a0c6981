import type { Setting } from "../../cli/project/config";

const HOSTS: Setting = ["hosts", '["models.example.org","*.ml.example.org"]'];
const ROUTE53 = { zones: { "example.org": "Z0123456789ABCDEFGHIJ" } };
const CLOUD_DNS = {
  zones: ["example.org"],
  project: "my-project",
  serviceAccount: "dns@my-project.iam.gserviceaccount.com",
};

/** By program, the config with which it serves HTTPS and writes records in DNS. */
export const httpsAndDns: Readonly<Record<string, readonly Setting[]>> = {
  aws: [
    HOSTS,
    ["tls", "letsEncrypt"],
    ["tlsEmail", "ml@example.org"],
    ["tlsChallenge", "dns01"],
    ["dns", JSON.stringify({ route53: ROUTE53 })],
  ],
  existing: [HOSTS, ["tls", "selfSigned"], ["dns", JSON.stringify({ cloudDns: CLOUD_DNS })]],
};
