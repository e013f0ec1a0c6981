import type { TestCluster } from "../cluster";
import { clusterProgram } from "../toolchain";
import { type ControllerPod, type ControllerProcess, runInPlaceOfPod } from "./controller-process";

/**
 * Runs the real controllers of cert-manager while its chart's stand-in is installed: certificates, and issuers of the
 * kinds selfSigned and ca. What the real webhook refuses beyond the CRDs is not refused.
 */
export async function startCertManager(cluster: TestCluster): Promise<ControllerProcess> {
  const program = await clusterProgram("certManager");
  const selector = "app.kubernetes.io/component=controller,app=cert-manager";
  return runInPlaceOfPod(cluster, selector, (programs, pod) => {
    programs.run(program, {
      kubeconfig: cluster.kubeconfigPath,
      "cluster-resource-namespace": clusterResourceNamespace(pod),
    });
  });
}

/** Where ClusterIssuers have their Secrets: the pod's argument, which may name the pod's own namespace. */
function clusterResourceNamespace({ metadata, spec }: ControllerPod): string {
  const flag = "--cluster-resource-namespace=";
  const argument = spec.containers[0]?.args?.find((one) => one.startsWith(flag))?.slice(flag.length);
  return argument === undefined || argument === "$(POD_NAMESPACE)" ? metadata.namespace : argument;
}
