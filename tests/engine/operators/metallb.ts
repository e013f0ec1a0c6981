import type { TestCluster } from "../cluster";
import { clusterProgram } from "../toolchain";
import { type ControllerProcess, runInPlaceOfPod } from "./controller-process";

/**
 * Runs the real controller of MetalLB while its chart's stand-in is installed: it gives Services of type LoadBalancer
 * addresses of IPAddressPools. Use it in a cluster with `loadBalancers: false`, which simulates no other load balancer.
 */
export async function startMetalLb(cluster: TestCluster): Promise<ControllerProcess> {
  const program = await clusterProgram("metallb");
  const selector = "app.kubernetes.io/name=metallb,app.kubernetes.io/component=controller";
  return runInPlaceOfPod(cluster, selector, (programs, { metadata }) => {
    programs.run(program, {
      kubeconfig: cluster.kubeconfigPath,
      namespace: metadata.namespace,
      "pod-name": metadata.name,
      "webhook-mode": "disabled", // the API server calls no webhooks
      port: 0, // no metrics
      "health-probe-port": 0, // any port: it has no switch
    });
  });
}
