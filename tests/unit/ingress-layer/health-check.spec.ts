import assert from "node:assert/strict";
import { IngressLayer, MlCluster, type IngressLayerArgs } from "../../../components";
import { deploy } from "../../helpers/deploy";
import { kubeconfig } from "../kubeconfig";

const PREFIX = "service.beta.kubernetes.io/aws-load-balancer";
const PODS = { [`${PREFIX}-nlb-target-type`]: "ip" };
const CHECK = {
  [`${PREFIX}-healthcheck-port`]: "15021",
  [`${PREFIX}-healthcheck-path`]: "/healthz/ready",
  [`${PREFIX}-healthcheck-protocol`]: "http",
};

/** The annotations of the gateway's Service on a cluster with these annotations for load balancers. */
async function annotations(
  loadBalancerAnnotations: Record<string, string>,
  args: Partial<IngressLayerArgs> = {},
): Promise<unknown> {
  const graph = await deploy(() => {
    const cluster = new MlCluster("ml", { existing: { kubeconfig, context: "dev", loadBalancerAnnotations } });
    new IngressLayer("ingress", { cluster, istio: {}, allowPublic: true, ...args }, { provider: cluster.provider });
  });
  const { values } = graph.byName("kubernetes:helm.sh/v3:Release", "ingress-gateway").inputs.values as {
    values: { service: { annotations: unknown } };
  };
  return values.service.annotations;
}

describe("The health check of Istio's load balancer", () => {
  it("asks the gateway's pods whether they are ready, if the load balancer reaches pods", async () => {
    assert.deepEqual(await annotations(PODS), { ...PODS, ...CHECK });
  });

  it("is the cloud's own if the load balancer reaches nodes", async () => {
    const nodes = { [`${PREFIX}-nlb-target-type`]: "instance" };
    assert.deepEqual(await annotations(nodes), nodes);
    assert.deepEqual(await annotations(PODS, { service: { annotations: nodes } }), nodes);
  });

  it("is the cloud's own on other clouds", async () => {
    assert.deepEqual(await annotations({ "networking.gke.io/load-balancer-type": "External" }), {
      "networking.gke.io/load-balancer-type": "External",
    });
  });

  it("can be changed by annotations", async () => {
    const own = { [`${PREFIX}-healthcheck-path`]: "/ready" };
    assert.deepEqual(await annotations(PODS, { service: { annotations: own } }), { ...PODS, ...CHECK, ...own });
  });

  it("is absent without a load balancer", async () => {
    const service = { type: "NodePort" as never, annotations: PODS };
    assert.deepEqual(await annotations(PODS, { allowPublic: undefined, service }), PODS);
  });
});
