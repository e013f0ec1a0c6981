import { IngressLayer, MlCluster, type MetalLbArgs } from "../../../components";
import { kubeconfig } from "../../unit/kubeconfig";
import type { Variant } from "./variant";

/** MetalLB beside Istio, on a cluster without load balancers. */
const metallb = (args: MetalLbArgs) => (): void => {
  const existing = {
    kubeconfig,
    context: "dev",
    providesLoadBalancers: false,
    loadBalancerNetwork: "172.25.0.0/16",
  };
  const cluster = new MlCluster("ml", { existing, kubernetesVersion: "1.35" });
  new IngressLayer(
    "ingress",
    { cluster, istio: {}, internal: true, metallb: args, labels: { team: "ml" } },
    { provider: cluster.provider },
  );
};

export const metalLbVariants: readonly Variant[] = [
  {
    title: "MetalLB with free addresses of the cluster's network",
    program: metallb({ pools: { lan: { fromClusterNetwork: true, autoAssign: true, avoidBuggyIps: true } } }),
  },
  {
    title: "MetalLB with ranges and BGP",
    program: metallb({
      pools: { lan: { addresses: ["172.25.1.1-172.25.1.100", "172.25.2.0/24"] } },
      l2: true,
      bgpPeers: { rack: { address: "172.25.0.1", asn: 64512, myAsn: 64513, port: 179, password: "hunter2" } },
    }),
  },
];
