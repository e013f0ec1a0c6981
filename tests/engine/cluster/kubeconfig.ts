import { stringify } from "yaml";
import type { Api } from "./api";

/** The context's name in every test cluster's kubeconfig. */
export const context = "test";

/** The text of a kubeconfig with the admin's credentials. */
export function kubeconfig({ server, ca, token }: Api): string {
  const name = context;
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name, cluster: { server, "certificate-authority-data": Buffer.from(ca).toString("base64") } }],
    users: [{ name, user: { token } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    "current-context": name,
  });
}
