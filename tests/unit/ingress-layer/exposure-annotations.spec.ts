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
      const leave = said === internal ? "Leave it out" : "Leave it out, or write internal: true";
      assert.deepEqual(await refusal(() => layer(said, { [key]: value })), [
        {
          path: `service.annotations.${key}`,
          reason: `"${value}" contradicts internal: ${String(said === internal)}. ${leave}.`,
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

describe("an annotation that takes away what another input promises", () => {
  const PREFIX = "service.beta.kubernetes.io";
  const both = { internal: true, sourceRanges: ["203.0.113.0/24"] };
  const refused: readonly (readonly [said: Partial<IngressLayerArgs>, key: string, value: string, input: string])[] = [
    [open, `${PREFIX}/aws-load-balancer-security-groups`, "sg-1", "sourceRanges"],
    [both, `${PREFIX}/aws-load-balancer-security-groups`, "sg-1", "sourceRanges"],
    [open, `${PREFIX}/aws-load-balancer-extra-security-groups`, "sg-1", "sourceRanges"],
    [open, `${PREFIX}/aws-load-balancer-disable-nlb-sg`, "true", "sourceRanges"],
    [open, `${PREFIX}/aws-load-balancer-security-group-prefix-lists`, "pl-1", "sourceRanges"],
    [open, `${PREFIX}/aws-load-balancer-inbound-sg-rules-on-private-link-traffic`, "off", "sourceRanges"],
    [open, `${PREFIX}/load-balancer-source-ranges`, "0.0.0.0/0", "sourceRanges"],
    [open, `${PREFIX}/azure-allowed-service-tags`, "Internet", "sourceRanges"],
    [open, `${PREFIX}/azure-allowed-ip-ranges`, "0.0.0.0/0", "sourceRanges"],
    [open, `${PREFIX}/azure-disable-load-balancer-nsg-rule`, "true", "sourceRanges"],
    [internal, `${PREFIX}/azure-additional-public-ips`, "203.0.113.7", "internal"],
    [internal, `${PREFIX}/azure-pls-create`, "true", "internal"],
    [open, `${PREFIX}/do-loadbalancer-allow-rules`, "cidr:0.0.0.0/0", "sourceRanges"],
    [open, `${PREFIX}/oci-load-balancer-security-list-management-mode`, "None", "sourceRanges"],
    [open, "service.cilium.io/src-ranges-policy", "deny", "sourceRanges"],
  ];
  for (const [said, key, value, input] of refused) {
    it(`is refused: ${key}: "${value}" with ${Object.keys(said).join(" and ")}`, async () => {
      const [problem, ...others] = await refusal(() => layer(said, { [key]: value }));
      assert.deepEqual(others, []);
      assert.equal(problem?.path, `service.annotations.${key}`);
      assert.match(problem.reason, new RegExp(`^"${value}" contradicts ${input}: .*\\. Leave one of the two out`));
    });
  }

  it("is refused in the cluster's facts, whatever stack they come from", async () => {
    const key = `${PREFIX}/aws-load-balancer-security-groups`;
    const problems = await refusal(() => layer(open, {}, { loadBalancerAnnotations: { [key]: "sg-1" } }));
    assert.deepEqual(
      problems.map(({ path }) => path),
      [`cluster.loadBalancerAnnotations.${key}`],
    );
    await assert.rejects(
      deploy(() => layer(open, {}, { loadBalancerAnnotations: pulumi.output({ [key]: "sg-1" }) })),
      /cluster\.loadBalancerAnnotations\.\S+: "sg-1" contradicts sourceRanges/,
    );
  });

  it("is refused in the cluster's facts if it makes an internal load balancer public", async () => {
    const problems = await refusal(() =>
      layer(internal, {}, { internalLoadBalancerAnnotations: { [AWS]: "internet-facing" } }),
    );
    assert.deepEqual(
      problems.map(({ path }) => path),
      [`cluster.internalLoadBalancerAnnotations.${AWS}`],
    );
  });

  it("is refused when it resolves", async () => {
    await assert.rejects(
      deploy(() => layer(open, { [`${PREFIX}/aws-load-balancer-disable-nlb-sg`]: pulumi.output("true") })),
      /disable-nlb-sg: "true" contradicts sourceRanges/,
    );
  });

  it("is allowed if its value does nothing, or if no input promises anything", async () => {
    const harmless: readonly (readonly [Partial<IngressLayerArgs>, string, string])[] = [
      [open, `${PREFIX}/aws-load-balancer-disable-nlb-sg`, "false"],
      [allowed, `${PREFIX}/aws-load-balancer-security-groups`, "sg-1"],
      [internal, `${PREFIX}/aws-load-balancer-security-groups`, "sg-1"],
      [allowed, `${PREFIX}/load-balancer-source-ranges`, "203.0.113.0/24"],
      [open, `${PREFIX}/azure-additional-public-ips`, "203.0.113.7"],
    ];
    for (const [said, key, value] of harmless) {
      const graph = await deploy(() => layer(said, { [key]: value }));
      graph.byName("kubernetes:helm.sh/v3:Release", "ingress-gateway");
    }
  });
});

describe("an annotation that gives the load balancer to another controller", () => {
  const TYPE = "service.beta.kubernetes.io/aws-load-balancer-type";
  const annotations = { [TYPE]: "external", [AWS]: "internal" };

  it("is refused, because that controller does not read the cluster's annotations", async () => {
    assert.deepEqual(
      await refusal(() => layer(internal, { [TYPE]: "nlb" }, { internalLoadBalancerAnnotations: annotations })),
      [
        {
          path: `service.annotations.${TYPE}`,
          reason: `"nlb" gives the load balancer to another controller, which does not read the cluster's annotations. Leave it out.`,
        },
      ],
    );
  });

  it("is refused beside annotations that name no controller, as those of Auto Mode", async () => {
    const problems = await refusal(() =>
      layer(internal, { [TYPE]: "external" }, { internalLoadBalancerAnnotations: { [AWS]: "internal" } }),
    );
    assert.deepEqual(
      problems.map(({ path }) => path),
      [`service.annotations.${TYPE}`],
    );
  });

  it("is allowed if it repeats the cluster's, or if the cluster has no annotations", async () => {
    await deploy(() => layer(internal, { [TYPE]: "external" }, { internalLoadBalancerAnnotations: annotations }));
    await deploy(() => layer(open, { [TYPE]: "external" }, {}));
  });
});
