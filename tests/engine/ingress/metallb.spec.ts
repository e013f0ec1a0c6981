import assert from "node:assert/strict";
import { IngressLayer, MlCluster, type MetalLbArgs } from "../../../components";
import { keptBy } from "../charts/kept-definitions";
import { startMetalLb } from "../operators/metallb";
import { skipAfterFailure } from "../skip-after-failure";
import type { EngineStack } from "../stack/engine-stack";
import { IngressBench } from "./ingress-bench";
import { ISTIO, ISTIO_GATEWAY, METALLB } from "./parts";

describe("an ingress layer with MetalLB on the real engine", () => {
  skipAfterFailure(); // each starts from what the one before left
  let bench: IngressBench;
  let stack: EngineStack;

  before(async () => {
    bench = await IngressBench.start({ loadBalancers: false }, [startMetalLb]);
    stack = await bench.stack(program({ general: { fromClusterNetwork: true } }));
  });
  after(() => bench.stop());

  /** The quickstart's cluster, whose nodes are in the network 172.25.0.0/16. */
  const program = (pools: MetalLbArgs["pools"]) => () => {
    const { kubeconfigPath, context } = bench.cluster;
    const existing = { kubeconfigPath, context, providesLoadBalancers: false, loadBalancerNetwork: "172.25.0.0/16" };
    const ml = new MlCluster("ml", { existing, kubernetesVersion: "1.36" });
    const { host, ip, port, url } = new IngressLayer(
      "ingress",
      { cluster: ml, istio: {}, metallb: { pools }, allowPublic: true, mirror: bench.mirror },
      { provider: ml.provider },
    );
    return Promise.resolve({ host, ip, port, url });
  };

  const outputsAt = (ip: string) => ({ host: ip, ip, port: 80, url: `http://${ip}` });
  const poolSpec = async () =>
    (await bench.read<{ spec: unknown }>("ipaddresspools", "general", "-n", "metallb-system")).spec;

  it("gives the gateway the first address of the quickstart's pool", async () => {
    const { outputs } = await stack.up();
    assert.deepEqual(await poolSpec(), {
      addresses: ["172.25.1.1-172.25.1.100"],
      autoAssign: true,
      avoidBuggyIPs: false,
    });
    assert.deepEqual(outputs, outputsAt("172.25.1.1"));
    assert.deepEqual(
      await bench.installed(),
      [...ISTIO, ...ISTIO_GATEWAY("istio-system", "istio-ingressgateway"), ...METALLB].sort(),
    );
  });

  it("gives it an address of the new pool when the pool changes in place", async () => {
    const run = await stack.up({ program: program({ general: { addresses: ["172.25.2.8/30"] } }) });
    assert.deepEqual(run.changes(), {
      "kubernetes:metallb.io/v1beta1:IPAddressPool::ingress-pool-general": ["update"],
    });
    // MetalLB moves the gateway after the pool has changed, so the next run knows the address.
    const moved = "--for=jsonpath={.status.loadBalancer.ingress[0].ip}=172.25.2.8";
    await bench.cluster.kubectl("wait", moved, "service/istio-ingressgateway", "-n", "istio-system", "--timeout=60s");
    const again = await stack.up();
    assert.deepEqual(again.changes(), {});
    assert.deepEqual(again.outputs, outputsAt("172.25.2.8"));
  });

  it("changes nothing when it is refreshed", async () => {
    assert.deepEqual((await stack.refresh()).changes(), {});
  });

  it("leaves nothing after a destroy except the definitions that Istio's chart keeps", async () => {
    await stack.destroy();
    assert.deepEqual(await bench.installed(), keptBy("istio-base"));
  });
});
