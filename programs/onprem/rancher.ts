import type * as pulumi from "@pulumi/pulumi";
import { RancherServer, type IngressLayer, type MlCluster, type RancherServerArgs } from "../../components";
import { inputsIn, type ConfigKey } from "../component-config";
import { fromConfig, type ConfigWords } from "../config-words";

const SECRETS = { bootstrapPassword: "rancherPassword" } as const;

const KEY: ConfigKey = {
  key: "rancher",
  type: "RancherServerArgs",
  example: '{"replicas": 1}',
  decided: {
    cluster: "it is the cluster of the program",
    ingress: "it is the gateway of the program",
    kubeconfig: "it is that of the cluster",
  },
  secrets: SECRETS,
  block: "rancher",
};

interface OnCluster {
  readonly cluster: MlCluster;
  readonly ingress: IngressLayer;
  /** Labels of its namespace. */
  readonly labels: Record<string, string> | undefined;
}

/** Rancher behind the gateway. The config key `rancher` is merged over what the program says. */
export function rancherFromConfig(config: pulumi.Config, host: string, { cluster, ingress, labels }: OnCluster) {
  // Without a source of certificates in the config, the gateway has an authority of its own.
  const tls = config.require("tls");
  const isPrivate = tls === "" || tls === "selfSigned";
  const found = inputsIn(config, KEY, { host });
  const inputs = found?.inputs as unknown as Omit<RancherServerArgs, "cluster">;
  const words: ConfigWords = { keys: { ...SECRETS }, others: KEY.key };
  const rancher = fromConfig(
    words,
    () =>
      new RancherServer(
        "rancher",
        {
          mirror: config.get("mirror") || undefined,
          imageRegistry: config.get("imageRegistry") || undefined,
          allowUntestedVersions: config.requireBoolean("allowUntestedVersions"),
          ...(isPrivate && { privateCa: ingress.caCertificate.apply((pem) => pem ?? "") }),
          ...(labels !== undefined && { labels }),
          ...inputs,
          cluster,
          ingress,
        },
        { provider: cluster.provider },
      ),
  );
  return { rancherUrl: rancher.url, rancherPassword: rancher.bootstrapPassword };
}
