import assert from "node:assert/strict";
import { SECRET, UNKNOWN, type PlainValue } from "../../../recorder/graph";
import { exposureOfChart } from "../../../cli/plan/text/reachability";

const type = "LoadBalancer";
const SCHEME = "service.beta.kubernetes.io/aws-load-balancer-scheme";
const OLD_AWS = "service.beta.kubernetes.io/aws-load-balancer-internal";
const AZURE = "service.beta.kubernetes.io/azure-load-balancer-internal";
const GKE = "networking.gke.io/load-balancer-type";
const OLD_GKE = "cloud.google.com/load-balancer-type";
const BY_DEFAULT = "public or internal by the cluster's default";
const OLD_RANGES = "service.beta.kubernetes.io/load-balancer-source-ranges";

/** Nothing in the plan keeps anyone out. */
const OPEN = ["open to everyone", BY_DEFAULT];

describe("who may reach a chart's load balancer", () => {
  const table: readonly [values: PlainValue | undefined, texts: readonly string[]][] = [
    [undefined, []],
    [UNKNOWN, []],
    [{ service: UNKNOWN }, []],
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
    [{ proxy: { service: { type } }, service: { type: "ExternalName" } }, [BY_DEFAULT]],
  ];
  for (const [values, texts] of table) {
    it(`${JSON.stringify(values)}: ${texts.join() || "nothing to say"}`, () => {
      assert.deepEqual(
        exposureOfChart(values),
        texts.map((text) => ({ text: `LoadBalancer, ${text}`, open: OPEN.includes(text) })),
      );
    });
  }
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
