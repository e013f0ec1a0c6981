import { MlCluster, type MlClusterArgs } from "../../../../components";
import type { PlainValue } from "../../../../recorder/graph";
import type { KnownOutputs } from "../../../../recorder/known-outputs";
import { deploy, type Deployed, type DeployOptions } from "../../../helpers/deploy";

/** A network that exists. */
export const existingNetwork = {
  network: "shared",
  subnetwork: "ml",
  podsRange: "ml-pods",
  servicesRange: "ml-services",
};

/** Arguments of a cluster, of which the least is said: its project. */
export const clusterArgs = ({ gcp, ...common }: Partial<MlClusterArgs> = {}): MlClusterArgs => ({
  gcp: { project: "ml-prod-123456", ...gcp },
  ...common,
});

const recorded = new Map<string, Promise<Deployed>>();

/** A program with one cluster, `ml`. One recording serves all tests that ask for the same arguments. */
export function gke(args: Partial<MlClusterArgs> = {}): Promise<Deployed> {
  const key = JSON.stringify(args);
  const found = recorded.get(key) ?? gkeIn(gcp(), args);
  recorded.set(key, found);
  return found;
}

/** The same with other settings, or in a preview. */
export const gkeIn = (options: DeployOptions, args: Partial<MlClusterArgs> = {}): Promise<Deployed> =>
  deploy(() => {
    const { facts, kubeconfig } = new MlCluster("ml", clusterArgs(args));
    return { facts, kubeconfig };
  }, options);

/** What Google Cloud would say: to data sources, and of what was made. */
export const gcp = (): Pick<DeployOptions, "answers" | "outputs"> => ({
  answers: (token, args) => ANSWERS[token]?.(args),
  outputs: (type, name, inputs) => OUTPUTS[type]?.(name, inputs),
});

type Properties = Readonly<Record<string, PlainValue>>;

const ANSWERS: Readonly<Record<string, (args: Properties) => Record<string, unknown>>> = {
  "gcp:organizations/getProject:getProject": ({ projectId = "ambient-project" }) => ({
    projectId,
    number: "123456789012",
  }),
  "gcp:compute/getSubnetwork:getSubnetwork": ({ project, region, name }) => ({
    project,
    region,
    name,
    network: `https://www.googleapis.com/compute/v1/projects/${text(project)}/global/networks/shared`,
    ipCidrRange: "10.9.0.0/20",
    privateIpGoogleAccess: true,
    secondaryIpRanges: [
      { rangeName: "ml-pods", ipCidrRange: "10.64.0.0/14" },
      { rangeName: "ml-services", ipCidrRange: "10.68.0.0/20" },
      { rangeName: "other", ipCidrRange: "10.72.0.0/14" },
    ],
  }),
};

const text = (value: PlainValue | undefined): string => (typeof value === "string" ? value : "");

const OUTPUTS: Readonly<Record<string, (name: string, inputs: Properties) => KnownOutputs>> = {
  "random:index/randomString:RandomString": () => ({ outputs: { result: "x7k2p9" } }),
  "gcp:compute/network:Network": (name) => ({ outputs: { name, selfLink: `networks/${name}` } }),
  "gcp:compute/subnetwork:Subnetwork": (name) => ({ outputs: { name, selfLink: `subnetworks/${name}` } }),
  "gcp:compute/router:Router": (name) => ({ outputs: { name } }),
  "gcp:serviceaccount/account:Account": (_name, { accountId, project }) => {
    const email = `${text(accountId)}@${text(project)}.iam.gserviceaccount.com`;
    return { outputs: { email, member: `serviceAccount:${email}` } };
  },
  "gcp:container/cluster:Cluster": (_name, { name, project, location, minMasterVersion = "1.35" }) => ({
    id: `projects/${text(project)}/locations/${text(location)}/clusters/${text(name)}`,
    outputs: {
      name,
      masterVersion: `${text(minMasterVersion)}.2-gke.1000`,
      endpoint: "34.0.0.1",
      masterAuth: { clusterCaCertificate: "LS0tLS1CRUdJTg==" },
      controlPlaneEndpointsConfig: { dnsEndpointConfig: { endpoint: "gke-0123.us-central1.gke.goog" } },
    },
  }),
};
