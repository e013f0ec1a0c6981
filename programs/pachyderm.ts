import * as pulumi from "@pulumi/pulumi";
import { PachydermStore, type IngressLayer, type MlCluster, type PachydermStoreArgs } from "../components";
import { fromConfig, type ConfigWords } from "./config-words";

/** The inputs of `PachydermStore` that the config key `pachyderm` may have. */
type Settings = Omit<PachydermStoreArgs, "cluster" | "ingress">;

/** By the path of a secret input, the config key for it. */
const SECRETS = {
  licenseKey: "pachydermLicense",
  rootToken: "pachydermRootToken",
  "oidc.clientSecret": "pachydermClientSecret",
  "s3Compatible.secretAccessKey": "pachydermSecretKey",
  "database.external.password": "pachydermDatabasePassword",
  "database.cloudSql.password": "pachydermDatabasePassword",
} as const;

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
  readonly common: Pick<PachydermStoreArgs, "mirror" | "allowUntestedVersions">;
}

/** Pachyderm, if the config key `pachyderm` names where it keeps its objects. With a host, it is behind the gateway. */
export function pachydermFromConfig(config: pulumi.Config, { cluster, ingress, common }: Platform) {
  const settings = settingsIn(config);
  const secrets = secretsIn(config, settings);
  if (Object.keys(settings).length === 0) return {};
  const store = fromConfig(
    words,
    () =>
      new PachydermStore(
        "pachyderm",
        {
          ...common,
          ...secrets.reduce(withSecret, settings),
          cluster,
          ...(settings.host === undefined ? {} : { ingress }),
        },
        { provider: cluster.provider },
      ),
  );
  const { storageUrl, bucketName, pachdAddress, connectCommand } = store;
  return {
    storageUrl,
    // A folder of a node has no bucket, and an undefined output comes with a warning.
    ...(settings.local === undefined ? { bucketName } : {}),
    pachdAddress,
    connectCommand,
    ...(settings.console === undefined ? {} : { consoleUrl: store.consoleUrl }),
    ...(secrets.some(({ path }) => path === "licenseKey") ? { rootToken: store.rootToken } : {}),
  };
}

/** The inputs in the key `pachyderm`; the program itself decides which cluster and ingress they are for. */
function settingsIn(config: pulumi.Config): Settings {
  const settings: unknown = config.requireObject("pachyderm");
  if (typeof settings !== "object" || settings === null || Array.isArray(settings)) {
    throw new pulumi.RunError(
      'pachyderm: is not an object; write the fields of PachydermStoreArgs, such as {"s3": {}}.',
    );
  }
  for (const key of ["cluster", "ingress"]) {
    if (key in settings) {
      throw new pulumi.RunError(
        `pachyderm.${key}: is decided by the program; leave it out (with host, the gateway is used).`,
      );
    }
  }
  return settings;
}

/**
 * A secret of the config, and the input that it is for. It is read as text, so that what is wrong with it is found together with
 * everything else and named by its config key. `PachydermStore` makes a secret of it, and shows it in no error.
 */
interface Secret {
  readonly path: string;
  readonly value: string;
}

/** The secrets of the config. One in the key `pachyderm` would be stored as plain text, and one without its block has no effect. */
function secretsIn(config: pulumi.Config, settings: Settings): Secret[] {
  for (const [path, key] of Object.entries(SECRETS)) {
    if (at(settings, path.split(".")) !== undefined) {
      throw new pulumi.RunError(
        `pachyderm.${path}: would be stored as plain text; run pulumi config set --secret ${key}, and leave it out here.`,
      );
    }
  }
  return [...new Set(Object.values(SECRETS))].flatMap((key) => {
    const value = config.get(key) ?? "";
    if (value === "") return [];
    const paths = Object.entries(SECRETS).flatMap(([path, own]) => (own === key ? [path] : []));
    const found = paths.filter((path) => Object.keys(settings).length > 0 && hasBlock(settings, path));
    if (found.length > 0) return found.map((path) => ({ path, value }));
    throw new pulumi.RunError(
      `${key}: has no effect, because the key pachyderm has no ${blocksOf(paths)}; leave it out.`,
    );
  });
}

/** Whether the block that a secret belongs to is written; a secret at the top belongs to Pachyderm itself. */
const hasBlock = (settings: Settings, path: string): boolean =>
  at(settings, path.split(".").slice(0, -1)) !== undefined;

const blocksOf = (paths: readonly string[]): string =>
  paths.map((path) => path.split(".").slice(0, -1).join(".") || "store").join(" or ");

const at = (value: unknown, keys: readonly string[]): unknown =>
  keys.reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value);

function withSecret(settings: Settings, { path, value }: Secret): Settings {
  const put = (within: object, [key = "", ...below]: readonly string[]): object => ({
    ...within,
    [key]: below.length === 0 ? value : put((within as Record<string, object>)[key] ?? {}, below),
  });
  return put(settings, path.split("."));
}
