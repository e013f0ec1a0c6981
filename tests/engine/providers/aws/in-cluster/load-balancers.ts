import { type Properties, objectAt } from "../../property-values";
import {
  annotationsOf,
  CLOUD_PROVIDER_FINALIZER,
  keyOf,
  type BalancerController,
} from "../../cloud/in-cluster/load-balancers";
import { metadataOf } from "../../cloud/in-cluster/kubernetes-api";
import { numberAt, textAt } from "../../cloud/values";
import type { AwsCloud, AwsLoadBalancer } from "../aws-cloud";
import { wayOut } from "../ec2/route-table";

const TYPE = "service.beta.kubernetes.io/aws-load-balancer-type";
const SCHEME = "service.beta.kubernetes.io/aws-load-balancer-scheme";
const INTERNAL = "service.beta.kubernetes.io/aws-load-balancer-internal";

/**
 * The two controllers that make load balancers of an EKS cluster: the AWS Load Balancer Controller, which runs while its Deployment
 * has a ready pod, and the control plane's own, which runs as long as the cluster does.
 */
export const balancerControllers = (
  cloud: AwsCloud,
  cluster: Properties,
): readonly BalancerController<AwsLoadBalancer>[] => [
  {
    // aws-load-balancer-controller, pkg/shared_constants: ServiceFinalizer.
    finalizer: "service.k8s.aws/resources",
    takes: isOfAws,
    runs: () => isDeployed(cloud),
    // It makes internal balancers unless told otherwise, the control plane's own makes public ones.
    make: (service) =>
      make(
        cloud,
        cluster,
        service,
        "aws-load-balancer-controller",
        annotationsOf(service)[SCHEME] !== "internet-facing",
      ),
    ingress,
  },
  {
    finalizer: CLOUD_PROVIDER_FINALIZER,
    takes: () => true,
    runs: () => Promise.resolve(true),
    make: (service) => make(cloud, cluster, service, "cloud-provider", annotationsOf(service)[INTERNAL] === "true"),
    ingress,
  },
];

const ingress = ({ hostname }: AwsLoadBalancer) => ({ hostname });

async function isDeployed(cloud: AwsCloud): Promise<boolean> {
  const label = "app.kubernetes.io/name=aws-load-balancer-controller";
  const deployments = await cloud.kubernetes.list("/apis/apps/v1/deployments", label);
  return deployments.some(({ status }) => numberAt(status, "readyReplicas") > 0);
}

/** The AWS controller takes `external` and `nlb-ip`, and its own class (its guide, "Network Load Balancer"). */
function isOfAws(service: Properties): boolean {
  const type = textAt(annotationsOf(service), TYPE);
  return (
    textAt(service.spec, "loadBalancerClass") === "service.k8s.aws/nlb" || type === "external" || type === "nlb-ip"
  );
}

function make(
  cloud: AwsCloud,
  cluster: Properties,
  service: Properties,
  controller: AwsLoadBalancer["controller"],
  isInternal: boolean,
): AwsLoadBalancer | undefined {
  const scheme = isInternal ? "internal" : "internet-facing";
  const vpcId = textAt(objectAt(cluster, "vpcConfig"), "vpcId");
  const subnetIds = subnetsFor(cloud, vpcId, scheme);
  if (subnetIds.length === 0) return undefined;
  const name = `k8s-${textAt(metadataOf(service), "uid").replaceAll("-", "").slice(0, 16)}`;
  return {
    name,
    hostname: `${name}.elb.${textAt(cluster, "region")}.amazonaws.com`,
    service: keyOf(service),
    cluster: textAt(cluster, "name"),
    controller,
    scheme,
    vpcId,
    subnetIds,
  };
}

/** By role tag, as both controllers discover subnets (EKS User Guide, "Subnet requirements for load balancers"). */
function subnetsFor(cloud: AwsCloud, vpcId: string, scheme: AwsLoadBalancer["scheme"]): string[] {
  const tag = scheme === "internal" ? "kubernetes.io/role/internal-elb" : "kubernetes.io/role/elb";
  const subnets = cloud.resources("aws:ec2/subnet:Subnet").filter(({ inputs }) => textAt(inputs, "vpcId") === vpcId);
  const tagged = subnets.filter(({ inputs }) => tag in objectAt(inputs, "tags"));
  const usable = tagged.filter(({ id }) => scheme === "internal" || wayOut(cloud, id).startsWith("igw-"));
  return usable.map(({ id }) => id);
}
