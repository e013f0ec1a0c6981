import type { Stack } from "@pulumi/pulumi/automation";
import { SECRET_SIGNATURE, SIGNATURE } from "../../../../recorder/signatures";
import type { ResourceRecord, State, StateValue } from "../../../../cli/stack/state";
import { record, stateOf } from "../stack/state";

/** A secret as a decrypted state has it. */
export const secret = (value: StateValue): StateValue => ({
  [SIGNATURE]: SECRET_SIGNATURE,
  plaintext: JSON.stringify(value),
});

export const KUBECONFIG = 'apiVersion: v1\nclusters: [{ cluster: { server: "https://192.0.2.9:6443" } }]\n';

const component = (type: string, name: string, outputs: ResourceRecord["outputs"]): ResourceRecord =>
  record(`mlplatform:index:${type}`, name, { custom: false, outputs });

/** A cluster that is reached with a kubeconfig. */
export function clusterWith(kubeconfig: string): readonly [cluster: ResourceRecord, provider: ResourceRecord] {
  const cluster = component("MlCluster", "ml", { kubeconfig: secret(kubeconfig) });
  const inputs = { kubeconfig: secret(kubeconfig) };
  return [cluster, record("pulumi:providers:kubernetes", "ml", { id: "1", parent: cluster.urn, inputs })];
}

/** A cluster. */
export const ML_CLUSTER = clusterWith(KUBECONFIG);
const [, provider] = ML_CLUSTER;

/** An object in the cluster that belongs to a component. */
const inCluster = (type: string, parent: ResourceRecord, inputs: ResourceRecord["inputs"] = {}): ResourceRecord =>
  record(`kubernetes:${type}`, parent.urn.split("::").at(-1) ?? "", {
    parent: parent.urn,
    provider: `${provider.urn}::1`,
    inputs,
  });

/** A component with one object in the cluster. */
export function installed(type: string, name: string, outputs: ResourceRecord["outputs"]): ResourceRecord[] {
  const owner = component(type, name, outputs);
  return [owner, inCluster("helm.sh/v3:Release", owner)];
}

/** What is served at https://models.example.org by a gateway with an authority of its own. */
export const gateway = (caCertificate: string, others: ResourceRecord["outputs"] = {}): ResourceRecord[] =>
  installed("IngressLayer", "ingress", {
    host: "lb.example.org",
    hosts: ["models.example.org", "*.apps.example.org"],
    port: 443,
    tls: true,
    url: "https://models.example.org",
    caCertificate,
    ...others,
  });

const PATHS: Readonly<Record<string, string>> = {
  seldon: "/api/v1.0/predictions",
  v2: "/v2/models/model/infer",
  tensorflow: "/v1/models/model:predict",
};

/** A model at https://models.example.org, or at another origin. */
export function model(name: string, protocol: string, origin = "https://models.example.org"): ResourceRecord[] {
  const { host, port, protocol: scheme } = new URL(origin);
  const owner = component("ModelDeployment", name, {
    name,
    namespace: "models",
    restUrl: `${origin}/seldon/models/${name}${PATHS[protocol] ?? ""}`,
    grpcUrl: port === "" ? `${host}:${scheme === "https:" ? 443 : 80}` : host,
    grpcMetadata: { seldon: name, namespace: "models", "x-team": "ml" },
  });
  const manifest = {
    apiVersion: "machinelearning.seldon.io/v1",
    kind: "SeldonDeployment",
    metadata: { name, namespace: "models" },
    spec: { protocol, predictors: [{ name: "main", graph: { name: "model" } }] },
  };
  return [owner, inCluster("machinelearning.seldon.io/v1:SeldonDeployment", owner, manifest)];
}

/** A stack with this state. The Pulumi CLI prints it. */
export function stackWith(...resources: readonly ResourceRecord[]): Stack {
  const state: State = stateOf(...resources);
  const run = () => Promise.resolve({ stdout: JSON.stringify(state) });
  return { name: "test", workspace: { pulumiCommand: { run }, envVars: {}, workDir: "." } } as unknown as Stack;
}
