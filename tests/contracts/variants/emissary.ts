import { IngressLayer, MlCluster, ServiceType, type IngressLayerArgs } from "../../../components";
import { kubeconfig } from "../../unit/kubeconfig";
import { clusterFacts } from "../../unit/platform";
import { RESOURCES, type Variant } from "./variant";

/** A layer with these arguments, on a cluster of another stack with this version of Kubernetes. */
const layer =
  (args: Omit<IngressLayerArgs, "cluster">, kubernetesVersion = "1.35") =>
  (): void => {
    const { provider } = new MlCluster("ml", { existing: { kubeconfig, context: "dev" } });
    const cluster = { ...clusterFacts, kubernetesVersion };
    new IngressLayer("ingress", { cluster, ...args }, { provider });
  };

const sized = { replicas: 3, resources: RESOURCES, labels: { team: "ml" } };

/** `IngressLayer` with Emissary, and with Ambassador. */
export const emissaryVariants: readonly Variant[] = [
  { title: "Emissary, open to the world", program: layer({ emissary: {}, allowPublic: true }) },
  {
    title: "Emissary without older versions, sized, with source ranges",
    program: layer({ emissary: { legacyVersions: false }, sourceRanges: ["203.0.113.0/24"], ...sized }),
  },
  {
    title: "Emissary with an id, inside the cluster",
    program: layer({
      emissary: { ambassadorId: "internal" },
      service: { type: ServiceType.ClusterIP },
      autoscaling: { min: 2, max: 4, targetCpuPercent: 70 },
    }),
  },
  {
    title: "Emissary with hosts and HTTPS",
    program: layer({
      emissary: {},
      allowPublic: true,
      hosts: ["models.example.org", "*.example.org"],
      tls: { selfSigned: {} },
    }),
  },
  {
    title: "Emissary behind a load balancer with the certificate",
    program: layer({
      emissary: {},
      allowPublic: true,
      tls: {
        atLoadBalancer: {
          certificateArn: "arn:aws:acm:eu-central-1:111122223333:certificate/00000000-0000-0000-0000-000000000000",
        },
      },
      service: { annotations: { "service.beta.kubernetes.io/aws-load-balancer-scheme": "internet-facing" } },
    }),
  },
  { title: "the Ambassador API Gateway", program: layer({ ambassador: {}, allowPublic: true, ...sized }, "1.21") },
  {
    title: "the Ambassador Edge Stack with source ranges",
    program: layer({ ambassador: { edgeStack: true }, sourceRanges: ["203.0.113.0/24"] }, "1.21"),
  },
];
