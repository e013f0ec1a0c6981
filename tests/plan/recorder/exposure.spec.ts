import assert from "node:assert/strict";
import * as kubernetes from "@pulumi/kubernetes";
import { SECRET, UNKNOWN, type PlainValue } from "../../../recorder/graph";
import { IngressLayer, MlCluster } from "../../../components";
import { exposureOf, exposureOfChart } from "../../../cli/plan/text/reachability";
import { deploy } from "../../helpers/deploy";
import { kubeconfig } from "../../unit/kubeconfig";

const type = "LoadBalancer";
const SCHEME = "service.beta.kubernetes.io/aws-load-balancer-scheme";
const OLD_AWS = "service.beta.kubernetes.io/aws-load-balancer-internal";
const AZURE = "service.beta.kubernetes.io/azure-load-balancer-internal";
const GKE = "networking.gke.io/load-balancer-type";
const OLD_GKE = "cloud.google.com/load-balancer-type";
const BY_DEFAULT = "public or internal by the cluster's default";
const OLD_RANGES = "service.beta.kubernetes.io/load-balancer-source-ranges";
const HOSTS = "external-dns.alpha.kubernetes.io/hostname";

/** Nothing in the plan keeps anyone out. */
const OPEN = ["open to everyone", BY_DEFAULT];

/** What a text says is known later decides who reaches the load balancer. */
const unknownIn = (text: string) => (/\b(annotations are|addresses) known later/.test(text) ? { isUnknown: true } : {});

describe("who may reach a chart's load balancer", () => {
  const table: readonly [values: PlainValue | undefined, texts: readonly string[]][] = [
    [undefined, []],
    [{ service: { type, loadBalancerSourceRanges: ["203.0.113.0/24"] } }, ["from 203.0.113.0/24"]],
    [
      { service: { type, loadBalancerSourceRanges: ["10.0.0.0/8", UNKNOWN] } },
      ["from 10.0.0.0/8, addresses known later"],
    ],
    [{ service: { type, loadBalancerSourceRanges: SECRET } }, ["from addresses known later"]],
    [{ service: { type, annotations: { [OLD_RANGES]: "10.0.0.0/8, 10.1.0.0/16" } } }, ["from 10.0.0.0/8, 10.1.0.0/16"]],
    [{ service: { type, annotations: { [OLD_RANGES]: UNKNOWN } } }, ["from addresses known later"]],
    [{ service: { type } }, [BY_DEFAULT]],
    [{ service: { type, annotations: {} } }, [BY_DEFAULT]],
    [{ service: { type, loadBalancerSourceRanges: [] } }, [BY_DEFAULT]],
    [{ service: { type, loadBalancerSourceRanges: ["10.0.0.0/8", "0.0.0.0/0"] } }, [BY_DEFAULT]],
    [{ service: { type, loadBalancerSourceRanges: ["::/0"] } }, [BY_DEFAULT]],
    [{ service: { type, loadBalancerSourceRanges: ["0.0.0.0/1", "128.0.0.0/1"] } }, [BY_DEFAULT]],
    [
      { service: { type, loadBalancerSourceRanges: ["::/0"], annotations: { [SCHEME]: "internet-facing" } } },
      ["open to everyone"],
    ],
    [{ service: { type, annotations: { [AZURE]: "true" } } }, ["internal"]],
    [{ service: { type, annotations: { [AZURE]: "false" } } }, ["open to everyone"]],
    // Azure knows one spelling, and makes everything else public.
    [{ service: { type, annotations: { [AZURE]: "True" } } }, ["open to everyone"]],
    [{ service: { type, annotations: { [SCHEME]: "internal" } } }, ["internal"]],
    [{ service: { type, annotations: { [SCHEME]: "internet-facing" } } }, ["open to everyone"]],
    [{ service: { type, annotations: { [OLD_AWS]: "true" } } }, ["internal"]],
    [{ service: { type, annotations: { [SCHEME]: "internet-facing", [OLD_AWS]: "true" } } }, ["open to everyone"]],
    [{ service: { type, annotations: { [GKE]: "Internal" } } }, ["internal"]],
    [{ service: { type, annotations: { [OLD_GKE]: "internal" } } }, ["internal"]],
    [{ service: { type, annotations: { [GKE]: "External" } } }, ["open to everyone"]],
    [
      { service: { type, annotations: { "service.beta.kubernetes.io/aws-load-balancer-name": "internal-tools" } } },
      [BY_DEFAULT],
    ],
    [
      { service: { type, annotations: { [SCHEME]: "internet-facing", "example.org/name": "internal-tools" } } },
      ["open to everyone"],
    ],
    [{ service: { type, annotations: { "example.org/internal": "true", constructor: "x" } } }, [BY_DEFAULT]],
    [{ service: { type, annotations: { [AZURE]: UNKNOWN } } }, ["its annotations are known later"]],
    [
      { service: { type, annotations: { [SCHEME]: SECRET, "example.org/a": "b" } } },
      ["its annotations are known later"],
    ],
    [{ service: { type, annotations: { "example.org/a": UNKNOWN } } }, [BY_DEFAULT]],
    [{ service: { type, annotations: UNKNOWN } }, ["its annotations are known later"]],
    [
      { service: { type, annotations: { [SCHEME]: "internal", [HOSTS]: "a.example.org,*.b.example.org" } } },
      ["internal, in DNS as a.example.org, *.b.example.org"],
    ],
    [{ service: { type, annotations: { [SCHEME]: "internal", [HOSTS]: UNKNOWN } } }, ["internal"]],
    [{ proxy: { service: { type } }, service: { type: "ExternalName" } }, [BY_DEFAULT]],
  ];
  for (const [values, texts] of table) {
    it(`${JSON.stringify(values)}: ${texts.join() || "nothing to say"}`, () => {
      assert.deepEqual(
        exposureOfChart(values),
        texts.map((text) => ({ text: `LoadBalancer, ${text}`, open: OPEN.includes(text), ...unknownIn(text) })),
      );
    });
  }
});

describe("who may reach a chart's Service that is known later", () => {
  const table: readonly PlainValue[] = [UNKNOWN, { service: UNKNOWN }, { gateway: { service: { type: UNKNOWN } } }];
  for (const values of table) {
    it(`${JSON.stringify(values)}: is known later`, () => {
      assert.deepEqual(exposureOfChart(values), [
        { text: "who reaches it is known later", open: false, isUnknown: true },
      ]);
    });
  }

  it("is not said of what is secret", () => {
    assert.deepEqual(exposureOfChart(SECRET), []);
  });
});

describe("who may reach a chart's Service without a load balancer", () => {
  const table: readonly [type: string, text: string][] = [
    ["ClusterIP", "from the cluster only"],
    ["NodePort", "NodePort, from wherever the nodes are reached"],
  ];
  for (const [type, text] of table) {
    it(`${type}: ${text}`, () => {
      assert.deepEqual(exposureOfChart({ service: { type } }), [{ text, open: false }]);
    });
  }
});

describe("what the pods of a mesh may reach", () => {
  const mesh = (mode: string) => exposureOfChart({ meshConfig: { outboundTrafficPolicy: { mode } } });

  it("is said if it is limited", () => {
    assert.deepEqual(mesh("REGISTRY_ONLY"), [{ text: "sidecars let out only what a ServiceEntry names", open: false }]);
    assert.deepEqual(mesh("ALLOW_ANY"), []);
  });
});
describe("who may reach a load balancer in a cluster with MetalLB", () => {
  const POOL = "metallb.io/address-pool";
  const GUIDE = ["172.25.1.1-172.25.1.100"];
  type Pools = Readonly<Record<string, { readonly addresses: string[]; readonly autoAssign?: boolean }>>;
  const table: readonly [title: string, Pools, service: Spec, text: string, open: boolean][] = [
    ["private addresses", { lan: { addresses: GUIDE } }, {}, "internal, at 172.25.1.1-172.25.1.100", false],
    [
      "source ranges, and the addresses at which they count",
      { lan: { addresses: GUIDE } },
      { loadBalancerSourceRanges: ["172.25.0.0/16"] },
      "from 172.25.0.0/16, at 172.25.1.1-172.25.1.100",
      false,
    ],
    [
      "a pool with public addresses",
      { lan: { addresses: GUIDE }, wan: { addresses: ["203.0.113.0/28"] } },
      {},
      "open to everyone, at 172.25.1.1-172.25.1.100, 203.0.113.0/28",
      true,
    ],
    [
      "a public pool that it does not ask for",
      { lan: { addresses: GUIDE }, wan: { addresses: ["203.0.113.0/28"], autoAssign: false } },
      {},
      "internal, at 172.25.1.1-172.25.1.100",
      false,
    ],
    [
      "a public pool that it asks for",
      { lan: { addresses: GUIDE }, wan: { addresses: ["203.0.113.0/28"], autoAssign: false } },
      { annotations: { [POOL]: "wan" } },
      "open to everyone, at 203.0.113.0/28",
      true,
    ],
    [
      "a public pool that it asks for by the older annotation",
      { lan: { addresses: GUIDE }, wan: { addresses: ["203.0.113.0/28"], autoAssign: false } },
      { annotations: { "metallb.universe.tf/address-pool": "wan" } },
      "open to everyone, at 203.0.113.0/28",
      true,
    ],
    [
      "an older annotation for an address that may be of any pool",
      { lan: { addresses: GUIDE }, wan: { addresses: ["203.0.113.0/28"], autoAssign: false } },
      { annotations: { "metallb.universe.tf/loadBalancerIPs": "203.0.113.7" } },
      "open to everyone, at 172.25.1.1-172.25.1.100, 203.0.113.0/28",
      true,
    ],
    [
      "an address that may be of any pool",
      { lan: { addresses: GUIDE }, wan: { addresses: ["203.0.113.0/28"], autoAssign: false } },
      { annotations: { "metallb.io/loadBalancerIPs": "203.0.113.7" } },
      "open to everyone, at 172.25.1.1-172.25.1.100, 203.0.113.0/28",
      true,
    ],
  ];
  for (const [title, pools, { annotations, ...spec }, text, open] of table) {
    it(`is clear with ${title}`, async () => {
      const graph = await deploy(() => {
        const provider = new kubernetes.Provider("k", { kubeconfig: "k" });
        const elsewhere = new kubernetes.Provider("other", { kubeconfig: "k" });
        const pool = (name: string, own: object, where: kubernetes.Provider) =>
          new kubernetes.apiextensions.CustomResource(
            name,
            { apiVersion: "metallb.io/v1beta1", kind: "IPAddressPool", metadata: { name }, spec: own },
            { provider: where },
          );
        for (const [name, own] of Object.entries(pools)) pool(name, own, provider);
        pool("other", { addresses: ["198.51.100.0/28"] }, elsewhere);
        const metadata = { name: "web", annotations };
        new kubernetes.core.v1.Service("web", { metadata, spec: { type, ...spec } }, { provider });
      });
      assert.deepEqual(exposureOf(graph.byName("kubernetes:core/v1:Service", "web"), graph), [
        { text: `LoadBalancer, ${text}`, open, ...unknownIn(text) },
      ]);
    });
  }

  it("is clear in the plan of a layer that is internal", async () => {
    const graph = await deploy(() => {
      const existing = { kubeconfig, context: "dev", providesLoadBalancers: false };
      const cluster = new MlCluster("ml", { existing, kubernetesVersion: "1.35" });
      const metallb = { network: "172.25.0.0/16", pools: { lan: { fromClusterNetwork: true } } };
      const args = { cluster, istio: {}, internal: true, metallb };
      new IngressLayer("ingress", args, { provider: cluster.provider });
    });
    const gateway = graph.byName("kubernetes:helm.sh/v3:Release", "ingress-gateway");
    assert.deepEqual(exposureOf(gateway, graph), [
      { text: "LoadBalancer, internal, at 172.25.1.1-172.25.1.100", open: false },
    ]);
  });
});

interface Spec {
  readonly annotations?: Record<string, string>;
  readonly loadBalancerSourceRanges?: string[];
}
