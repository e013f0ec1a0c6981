import { PachydermServiceType, PachydermStore, type PachydermStoreArgs } from "../../../components";
import { deploy, type DeployOptions, type Deployed } from "../../helpers/deploy";
import { cluster } from "../platform";

export const RELEASE = "kubernetes:helm.sh/v3:Release";
export const NAMESPACE = "kubernetes:core/v1:Namespace";
export const SECRET = "kubernetes:core/v1:Secret";
export const COMPONENT = "mlplatform:index:PachydermStore";

/** The one random value of an installation. */
export const SEED = "the seed";

/** A licence that has the form of one. */
export const LICENCE = Buffer.from('{"token":"a licence for tests"}').toString("base64");

/** An identity provider. */
export const OIDC = { issuer: "https://login.example.org", clientId: "pachyderm", clientSecret: "the-client-secret" };

/** Logins: a licence, an identity provider, and the host to which it sends users back. */
export const LOGIN = { licenseKey: LICENCE, oidc: OIDC, host: "pachyderm.example.org" };

/** An address in the cluster only, which every cluster can have. */
export const INSIDE = { service: { type: PachydermServiceType.ClusterIP } };

/** The outputs that a provider would add: the random value. */
export const withSeed: NonNullable<DeployOptions["outputs"]> = (type) =>
  type === "random:index/randomPassword:RandomPassword" ? { outputs: { result: SEED } } : undefined;

/** Pachyderm on a folder, unless the arguments name another store. It is only reachable inside the cluster, unless they say otherwise. */
export const pachyderm = (args: Partial<PachydermStoreArgs> = {}, options: DeployOptions = {}): Promise<Deployed> =>
  deploy(
    () => {
      const ml = cluster();
      const hasStore = ["s3", "gcs", "azureBlob", "seaweedFs", "s3Compatible"].some((block) => block in args);
      const all = {
        cluster: ml,
        ...(hasStore ? {} : { local: {} }),
        ...(args.ingress === undefined ? INSIDE : {}),
        ...args,
      };
      const store = new PachydermStore("pach", all, { provider: ml.provider });
      const { storageUrl, bucketName, identities, pachdAddress, consoleUrl, connectCommand, rootToken, ready } = store;
      return { storageUrl, bucketName, identities, pachdAddress, consoleUrl, connectCommand, rootToken, ready };
    },
    { outputs: withSeed, ...options },
  );

/** The values of a release, with secrets shown. */
export const valuesOf = (graph: Deployed, name = "pach"): Record<string, never> =>
  graph.revealInputs(graph.byName(RELEASE, name))["values"] as Record<string, never>;
