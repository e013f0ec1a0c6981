import { JupyterHub, type JupyterHubArgs, type JupyterHubLoginArgs } from "../../../components";
import { deploy, type DeployOptions, type Deployed } from "../../helpers/deploy";
import { cluster, ingressFacts } from "../platform";

export const RELEASE = "kubernetes:helm.sh/v3:Release";
export const NAMESPACE = "kubernetes:core/v1:Namespace";
export const SECRET = "kubernetes:core/v1:Secret";
export const COMPONENT = "mlplatform:index:JupyterHub";

/** The one random value of an installation. */
export const SEED = "the seed";

export const HOST = "jupyterhub.example.org";

const CLIENT = { clientId: "the-client", clientSecret: "the-client-secret" };

/** A login of each method, with who may log in. */
export const LOGINS = {
  sharedPassword: { sharedPassword: {}, allowAll: true, adminUsers: ["admin"] },
  github: { github: { ...CLIENT, organizations: ["my-org"] }, adminUsers: ["ada"] },
  google: { google: { ...CLIENT, hostedDomains: ["example.org"] }, allowAll: true },
  azureAd: {
    azureAd: { ...CLIENT, tenantId: "11111111-2222-3333-4444-555555555555" },
    allowedUsers: ["ada@example.org"],
  },
  oidc: {
    oidc: {
      ...CLIENT,
      authorizeUrl: "https://login.example.org/auth",
      tokenUrl: "https://login.example.org/token",
      userdataUrl: "https://login.example.org/userinfo",
      allowedGroups: ["notebooks"],
    },
    allowedUsers: [],
  },
  native: { native: {}, allowAll: true, adminUsers: ["admin"] },
  dummy: { dummy: {}, insecureAllowAnyone: true },
} satisfies Record<string, JupyterHubLoginArgs>;

/** An ingress that answers HTTPS. */
export const HTTPS = { ...ingressFacts, tls: true, port: 443 };

/** The outputs that a provider would add: the random value. */
export const withSeed: NonNullable<DeployOptions["outputs"]> = (type) =>
  type === "random:index/randomPassword:RandomPassword" ? { outputs: { result: SEED } } : undefined;

/** JupyterHub with a shared password and inside the cluster, unless the arguments say otherwise. */
export const hub = (args: Partial<JupyterHubArgs> = {}, options: DeployOptions = {}): Promise<Deployed> =>
  deploy(
    () => {
      const ml = cluster();
      const all = { cluster: ml, login: LOGINS.sharedPassword, ...args };
      const { url, userPassword, adminPassword, namespace, version, ready } = new JupyterHub("hub", all, {
        provider: ml.provider,
      });
      return { url, userPassword, adminPassword, namespace, version, ready };
    },
    { outputs: withSeed, ...options },
  );

/** Values of a chart, without types. */
export type Tree = { readonly [key: string]: Tree } & string;

/** The values of the release, with secrets shown. */
export const valuesOf = (graph: Deployed): Tree =>
  graph.revealInputs(graph.byName(RELEASE, "hub"))["values"] as unknown as Tree;

/** The values with these arguments. */
export const valuesWith = async (args: Partial<JupyterHubArgs> = {}): Promise<Tree> => valuesOf(await hub(args));
