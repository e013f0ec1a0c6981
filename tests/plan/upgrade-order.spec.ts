import assert from "node:assert/strict";
import { dependenciesOf } from "../../recorder/order";
import type { PlanGraph } from "../../recorder/graph";
import { httpsAndDns } from "./https-and-dns";
import { planOf } from "./plan-of-program";

/** Of each program, resources in the order in which an update changes them; those in one list need no order among each other. */
const orders: Readonly<Record<string, Readonly<Record<string, readonly (readonly string[])[]>>>> = {
  aws: {
    "Kubernetes: the control plane, the nodes, what runs on them": [
      ["eks:index:Cluster ml"],
      ["NodeGroup ml-general"],
      ["Addon ml-coredns", "Addon ml-ebs-csi", "Addon ml-metrics-server", "Release ml-autoscaler"],
      ["Release ingress-istio-base", "Release ingress-cert-manager", "Release seldon"],
    ],
  },
  gcp: {
    "Kubernetes: the control plane, the nodes, what runs on them": [
      ["gcp:container/cluster:Cluster ml"],
      ["NodePool ml-general"],
      ["Release ingress-istio-base", "Release seldon"],
    ],
  },
  azure: {
    "Kubernetes: the control plane, the nodes, what runs on them": [
      ["ManagedCluster ml"],
      ["AgentPool ml-general"],
      ["Release ingress-istio-base", "Release seldon"],
    ],
  },
  onprem: {
    "Kubernetes: the servers, the other nodes, what runs on them": [
      ["Command ml-master-upgrade"],
      ["Command ml-worker-drain"],
      ["Command ml-worker-upgrade"],
      ["Release ingress-istio-base", "Release ingress-cert-manager", "Release seldon", "Release rancher"],
    ],
    "Rancher: after its certificates": [["Release ingress-cert-manager"], ["Release rancher"]],
  },
  existing: {
    "Istio: the definitions, the control plane, the gateway": [
      ["Release ingress-istio-base"],
      ["Release ingress-istiod"],
      ["Release ingress-gateway"],
    ],
    "cert-manager: its definitions and its webhook, then its objects": [
      ["Release ingress-cert-manager"],
      ["Issuer ingress-ca-root", "Certificate ingress-certificate-models.example.org"],
    ],
    "Seldon Core: Istio's definitions, the operator with its own, the models": [
      ["Release ingress-istio-base"],
      ["Release seldon"],
      ["SeldonDeployment iris"],
    ],
  },
};

/** Labels of all resources for which the one with this label waits. */
function neededBy(graph: PlanGraph, label: string): Set<string> {
  const byUrn = new Map(graph.resources.map((resource) => [resource.urn, resource]));
  const seen = new Set<string>();
  const visit = (urn: string): void => {
    for (const next of dependenciesOf(byUrn.get(urn) ?? assert.fail(urn))) {
      if (seen.has(next)) continue;
      seen.add(next);
      visit(next);
    }
  };
  const of = (urn: string): string[] => labelsOf(byUrn.get(urn) ?? assert.fail(urn));
  const start = graph.resources.find((resource) => labelsOf(resource).includes(label));
  visit(start?.urn ?? assert.fail(`there is no ${label}`));
  return new Set([...seen].flatMap(of));
}

/** `Release seldon` and `kubernetes:helm.sh/v3:Release seldon`. */
const labelsOf = ({ type, name }: PlanGraph["resources"][number]): string[] => [
  `${type} ${name}`,
  `${type.split(":").at(-1) ?? ""} ${name}`,
];

describe("an upgrade", () => {
  for (const [program, sequences] of Object.entries(orders)) {
    for (const [what, steps] of Object.entries(sequences)) {
      it(`of ${what} (${program})`, async () => {
        const { graph } = await planOf(program, ...(httpsAndDns[program] ?? []));
        for (const [at, later] of steps.entries()) {
          for (const label of later) {
            const needed = neededBy(graph, label);
            const missing = (steps[at - 1] ?? []).filter((earlier) => !needed.has(earlier));
            assert.deepEqual(missing, [], `${label} does not wait`);
          }
        }
      });
    }
  }
});
