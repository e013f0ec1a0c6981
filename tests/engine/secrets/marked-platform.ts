import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import {
  IngressLayer,
  JupyterHub,
  MlCluster,
  ModelDeployment,
  ModelServer,
  ParameterType,
  Route,
  SeldonCore,
} from "../../../components";
import { jupyterHubFromConfig } from "../../../programs/jupyter-hub";
import { rancherFromConfig } from "../../../programs/onprem/rancher";
import { pachydermFromConfig } from "../../../programs/pachyderm";
import { CERTIFICATE, KEY } from "../../unit/ingress-layer/certificates";
import type { TestCluster } from "../cluster";
import type { Secrets } from "./search";

/** A text that nothing else contains. */
const marker = (of: string): string => `MARKER-${of}-x7k2p9`;
/** The same, with characters that JSON, URLs and the shell write in another way. */
const odd = (of: string): string => `"\\&+/'${marker(of)}$<>"`;

/** Inputs of components. */
const INPUTS = [
  ...["istiod", "operator", "bgp-password", "parameter", "header", "storage-secret"],
  ...["client", "notebook", "profile", "command", "map-key"],
] as const;
type Input = (typeof INPUTS)[number];

/** The secret in an input of a component, another one in each run, so that resources are updated. */
const inputSecret = (input: Input, run: number): string => odd(`${input}-${String(run)}`);

/** Secret keys of the config of the programs, by their names. */
export const CONFIG_SECRETS = {
  pachydermLicense: Buffer.from(marker("license")).toString("base64"),
  pachydermRootToken: marker("root-token"),
  pachydermClientSecret: odd("pachyderm-client"),
  pachydermSecretKey: marker("access-key"),
  pachydermDatabasePassword: marker("database"),
  jupyterHubUserPassword: odd("user-password"),
  jupyterHubAdminPassword: odd("admin-password-of-32-characters"),
  rancherPassword: odd("rancher"),
} as const satisfies Secrets;

/** The plain keys beside them. */
export const CONFIG = {
  pachyderm: JSON.stringify({
    s3Compatible: { endpoint: "https://minio.example.org", bucket: "models", accessKeyId: "an-id" },
    oidc: { issuer: "https://login.example.org", clientId: "pachyderm" },
    database: { external: { host: "db.example.org" } },
    host: "pachyderm.ml.example.org",
    deleteData: true,
    loki: { enabled: false },
  }),
  jupyterHub: JSON.stringify({
    login: { sharedPassword: {}, allowAll: true, adminUsers: ["admin"] },
    deleteData: true,
  }),
  rancher: JSON.stringify({ replicas: 1, cleanUp: { timeoutSeconds: 60 } }),
  tls: "secret",
} as const;

/** All that is secret in the program, by a name. */
export const SECRETS: Secrets = Object.fromEntries([
  // The marker alone is in every form of the whole.
  ...INPUTS.flatMap((input) => [1, 2].map((run) => [`${input}-${String(run)}`, marker(`${input}-${String(run)}`)])),
  ...Object.entries(CONFIG_SECRETS).map(([key, value]) => [key, /MARKER.*x7k2p9/.exec(value)?.[0] ?? value]),
  ["license", marker("license")],
  ["key of a certificate", lineOf(KEY)],
]) as Secrets;

/** A line of a key that no public text has. */
function lineOf(key: string): string {
  return key.split("\n").find((line) => line.length > 60) ?? "";
}

/** What the program is like in a run. */
export interface Run {
  readonly number: 1 | 2;
  readonly cluster: TestCluster;
  readonly mirror: string;
  /** While this file exists, a command of the program fails and prints its secret. */
  readonly failure: string;
}

/** Every component, with a secret in each input that can hold one; those of the config as the programs read them. */
export const markedPlatform =
  ({ number, cluster, mirror, failure }: Run) =>
  (): Promise<Record<string, unknown>> => {
    const secret = (input: Input) => pulumi.secret(inputSecret(input, number));
    const { kubeconfig, context } = cluster;
    const existing = { kubeconfig: pulumi.secret(kubeconfig), context, providesLoadBalancers: false };
    const ml = new MlCluster("ml", { existing, kubernetesVersion: "1.36" });
    const k8s = { provider: ml.provider };
    const peer = { address: "192.168.10.1", asn: 64512, myAsn: 64513, password: secret("bgp-password") };
    const ingress = new IngressLayer(
      "ingress",
      {
        cluster: ml,
        istio: {},
        hosts: ["models.example.org", "*.ml.example.org"],
        tls: { secret: { certificate: CERTIFICATE, key: pulumi.secret(KEY) } },
        sourceRanges: ["203.0.113.0/24"],
        metallb: { pools: { lan: { addresses: ["172.25.1.1-172.25.1.100"] } }, bgpPeers: { router: peer } },
        charts: { istiod: { values: { env: { MARKER: secret("istiod") } } } },
        mirror,
      },
      k8s,
    );
    const storage = { credentials: { s3: { accessKeyId: "an-id", secretAccessKey: secret("storage-secret") } } };
    const seldon = new SeldonCore(
      "seldon",
      {
        cluster: ml,
        ingress,
        modelNamespaces: ["models"],
        storageInitializer: storage,
        charts: { "seldon-core-operator": { values: { marker: secret("operator") } } },
        mirror,
      },
      k8s,
    );
    const parameters = [{ name: "token", value: secret("parameter"), type: ParameterType.String }];
    const graph = { name: "model", server: ModelServer.Sklearn, modelUri: "gs://bucket/model", parameters };
    const predictors = [{ name: "main", graph }];
    const iris = new ModelDeployment("iris", { seldon, namespace: "models", predictors, wait: false }, k8s);
    const service = { name: "proxy-public", port: 80 };
    const requestHeaders = { set: { Authorization: secret("header") } };
    const route = { ingress, namespace: "istio-system", host: "lab.ml.example.org", service, requestHeaders };
    new Route("notebooks", route, k8s);

    const config = new pulumi.Config();
    const common = { mirror };
    const pachyderm = pachydermFromConfig(config, { cluster: ml, ingress, common });
    const hub = jupyterHubFromConfig(config, { cluster: ml, ingress, common });
    const rancher = rancherFromConfig(config, "rancher.ml.example.org", { cluster: ml, ingress, labels: undefined });
    const host = "hub.ml.example.org";
    const at = "https://login.example.org";
    const oidc = { tokenUrl: `${at}/token`, authorizeUrl: `${at}/authorize`, userdataUrl: `${at}/user` };
    const lab = new JupyterHub(
      "lab",
      {
        cluster: ml,
        ingress,
        host,
        namespace: { name: "lab" },
        login: { oidc: { ...oidc, clientId: "lab", clientSecret: secret("client") }, allowAll: true },
        extraEnv: { TOKEN: secret("notebook") },
        profiles: [{ name: "gpu", image: "quay.io/jupyter/base-notebook:2025-01-01", env: { KEY: secret("profile") } }],
        deleteData: true,
        mirror,
      },
      k8s,
    );
    const script = `test ! -e '${failure}' || { echo "refused: $TOKEN"; exit 1; }`;
    const environment = { TOKEN: secret("command") };
    new command.local.Command("job", { create: "sleep 0.5", update: script, delete: script, environment });
    return Promise.resolve({
      kubeconfig: ml.kubeconfig,
      modelUrl: iris.restUrl,
      lab: lab.url,
      computed: secret("header").apply((header) => `Bearer ${header}`),
      map: secret("map-key").apply((key) => ({ [key]: "its key is a secret" })),
      ...pachyderm.outputs,
      ...hub,
      ...rancher,
    });
  };
