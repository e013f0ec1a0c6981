import type * as pulumi from "@pulumi/pulumi";
import { PachydermStore, type IngressLayer, type MlCluster, type PachydermStoreArgs } from "../components";
import type { CommonInputs } from "./common-inputs";
import { inputsIn, type ConfigKey } from "./component-config";
import { fromConfig, type ConfigWords } from "./config-words";

/** The inputs of `PachydermStore` that the config key `pachyderm` may have. */
type Inputs = Omit<PachydermStoreArgs, "cluster" | "ingress">;

const WITH_HOST = "with host, the gateway is used";

/** By the path of a secret input, the config key for it. */
const SECRETS = {
  licenseKey: "pachydermLicense",
  rootToken: "pachydermRootToken",
  "oidc.clientSecret": "pachydermClientSecret",
  "s3Compatible.secretAccessKey": "pachydermSecretKey",
  "database.external.password": "pachydermDatabasePassword",
  "database.cloudSql.password": "pachydermDatabasePassword",
} as const;

const KEY: ConfigKey = {
  key: "pachyderm",
  type: "PachydermStoreArgs",
  example: '{"s3": {}}',
  decided: { cluster: WITH_HOST, ingress: WITH_HOST },
  secrets: SECRETS,
  block: "store",
};

/** How the config names these inputs. */
const words: ConfigWords = {
  keys: SECRETS,
  others: "pachyderm",
  advice: {
    "Write them as internalLoadBalancerAnnotations of the MlCluster or as service.annotations; or write ingress, or service.type: PachydermServiceType.ClusterIP.":
      "Write them as pachyderm.service.annotations; or write pachyderm.host, or pachyderm.service.type: ClusterIP.",
    "Write oidc with its issuer and client, or leave licenseKey out.":
      "Write pachyderm.oidc with its issuer and clientId, or leave pachydermLicense out.",
    "Write licenseKey and oidc, or allowWithoutLogins: true.":
      "Set pachydermLicense and write pachyderm.oidc, or pachyderm.allowWithoutLogins: true.",
    "Write licenseKey and oidc, or leave this out.":
      "Set pachydermLicense and write pachyderm.oidc, or leave this out.",
    "without licenseKey,": "without pachydermLicense,",
    "because licenseKey gives": "because pachydermLicense gives",
    "Write licenseKey too, or leave it out.": "Set pachydermLicense too, or leave it out.",
  },
};

/** What of this program Pachyderm uses. */
interface Platform {
  readonly cluster: MlCluster;
  readonly ingress: IngressLayer;
  readonly common: CommonInputs;
}

/** Pachyderm, if the config key `pachyderm` names where it keeps its objects. With a host, it is behind the gateway. */
export function pachydermFromConfig(config: pulumi.Config, { cluster, ingress, common }: Platform) {
  const found = inputsIn(config, KEY);
  if (found === undefined) return { outputs: {} };
  const { settings, inputs, given } = found;
  const store = fromConfig(
    words,
    () =>
      new PachydermStore(
        "pachyderm",
        {
          ...common,
          ...(inputs as Inputs),
          cluster,
          ...(settings["host"] === undefined ? {} : { ingress }),
        },
        { provider: cluster.provider },
      ),
  );
  const { storageUrl, bucketName, pachdAddress, connectCommand } = store;
  return {
    store,
    outputs: {
      storageUrl,
      // A folder of a node has no bucket, and an undefined output comes with a warning.
      ...(settings["local"] === undefined ? { bucketName } : {}),
      pachdAddress,
      connectCommand,
      ...(settings["console"] === undefined ? {} : { consoleUrl: store.consoleUrl }),
      ...(given.includes("licenseKey") ? { rootToken: store.rootToken } : {}),
    },
  };
}
