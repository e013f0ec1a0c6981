import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import {
  Exposure,
  IngressLayer,
  MlCluster,
  ServiceType,
  type ExistingClusterArgs,
  type IngressLayerArgs,
} from "../../../components";
import { deploy } from "../../helpers/deploy";
import { kubeconfig } from "../kubeconfig";
import { refusal } from "../refusal";

const AWS = "service.beta.kubernetes.io/aws-load-balancer-scheme";
const OLD_AWS = "service.beta.kubernetes.io/aws-load-balancer-internal";
const GKE = "networking.gke.io/load-balancer-type";
const OLD_GKE = "cloud.google.com/load-balancer-type";
const AZURE = "service.beta.kubernetes.io/azure-load-balancer-internal";

const internal = { internal: true };
const open = { sourceRanges: ["203.0.113.0/24"] };
const allowed = { allowPublic: true };

/** A layer on a cluster that has words of its own for either kind of load balancer. */
function layer(
  said: Partial<IngressLayerArgs>,
  annotations: Record<string, pulumi.Input<string>>,
  existing: Partial<ExistingClusterArgs> = { internalLoadBalancerAnnotations: { a: "b" } },
): void {
  const cluster = new MlCluster("ml", { existing: { kubeconfig, context: "dev", ...existing } });
  const service = { annotations, ...said.service };
  new IngressLayer("ingress", { cluster, istio: {}, ...said, service }, { provider: cluster.provider });
}

describe("an annotation that says who reaches the gateway otherwise than the layer decides", () => {
  const CURE = "who can reach the load balancer is decided by internal, allowPublic and sourceRanges";
  const refused: readonly [said: Partial<IngressLayerArgs>, key: string, value: string][] = [
    [internal, AWS, "internet-facing"],
    [internal, AWS, "Internal"],
    [internal, OLD_AWS, "false"],
    [internal, GKE, "External"],
    [internal, OLD_GKE, ""],
    [internal, AZURE, "false"],
    // What is not "true" is public to Azure.
    [internal, AZURE, "True"],
    [open, AWS, "internal"],
    [open, OLD_AWS, "true"],
    [open, AZURE, "true"],
    [allowed, GKE, "Internal"],
    [allowed, OLD_GKE, "internal"],
  ];
  for (const [said, key, value] of refused) {
    it(`is refused: ${key}: "${value}" with ${Object.keys(said).join()}`, async () => {
      const leave = said === internal ? "leave it out" : "leave it out, or write internal: true";
      assert.deepEqual(await refusal(() => layer(said, { [key]: value })), [
        {
          path: `service.annotations.${key}`,
          reason: `"${value}" contradicts internal: ${String(said === internal)}; ${CURE}, so ${leave}.`,
        },
      ]);
    });
  }

  it("is refused when it resolves, before anything is made", async () => {
    await assert.rejects(
      deploy(() => layer(internal, { [AWS]: pulumi.output("internet-facing") })),
      /IngressLayer "ingress" has invalid arguments:\n {2}- service\.annotations\.\S+-scheme: "internet-facing" contradicts/,
    );
  });

  it("is refused on the next run, after an internal that is not a boolean", async () => {
    const problems = await refusal(() => layer({ internal: "true" as never, ...open }, { [AWS]: "internal" }));
    assert.deepEqual(
      problems.map(({ path }) => path),
      ["internal"],
    );
  });
});

describe("an annotation that agrees with what the layer decides", () => {
  const without = {};
  const fine: readonly (readonly [said: Partial<IngressLayerArgs>, string, pulumi.Input<string>, object?])[] = [
    [internal, AWS, "internal"],
    [internal, OLD_AWS, "true"],
    [internal, OLD_GKE, "internal"],
    [internal, AZURE, pulumi.output("true")],
    [open, AWS, "internet-facing"],
    [allowed, GKE, "External"],
    [allowed, AZURE, "false"],
    [allowed, "service.beta.kubernetes.io/aws-load-balancer-name", "internal-tools"],
    [{ service: { type: ServiceType.NodePort } }, AWS, "internet-facing"],
    // It asks for such a load balancer where the cluster has no words for it.
    [internal, GKE, "Internal", without],
    [open, AWS, "internet-facing", { defaultExposure: Exposure.Internal }],
  ];
  for (const [said, key, value, existing] of fine) {
    it(`is merged over the cluster's: ${key} with ${Object.keys(said).join()}${existing ? ", which has none" : ""}`, async () => {
      const graph = await deploy(() => layer(said, { [key]: value }, existing));
      const { values } = graph.byName("kubernetes:helm.sh/v3:Release", "ingress-gateway").inputs.values as {
        values: { service: { annotations: Record<string, unknown> } };
      };
      const text = await new Promise((resolve) => pulumi.output(value).apply(resolve));
      assert.equal(values.service.annotations[key], text);
    });
  }
});
