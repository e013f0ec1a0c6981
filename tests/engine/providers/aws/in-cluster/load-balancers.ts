import { type Properties, objectAt } from "../../property-values";
import { listAt, numberAt, objectsAt, textAt } from "../../cloud/values";
import type { AwsCloud, LoadBalancer } from "../aws-cloud";
import { wayOut } from "../ec2/route-table";
import { metadataOf } from "./kubernetes-api";

/** A controller that makes load balancers, and the finalizer by which it keeps a Service until its balancer is gone. */
type Controller = LoadBalancer["controller"];
const FINALIZERS: Readonly<Record<Controller, string>> = {
  // kubernetes/cloud-provider, service/helpers: LoadBalancerCleanupFinalizer.
  "cloud-provider": "service.kubernetes.io/load-balancer-cleanup",
  // aws-load-balancer-controller, pkg/shared_constants: ServiceFinalizer.
  "aws-load-balancer-controller": "service.k8s.aws/resources",
};
const TYPE = "service.beta.kubernetes.io/aws-load-balancer-type";
const SCHEME = "service.beta.kubernetes.io/aws-load-balancer-scheme";
const INTERNAL = "service.beta.kubernetes.io/aws-load-balancer-internal";

/**
 * Plays the two controllers that make load balancers of an EKS cluster: the control plane's own, which runs as long as the cluster
 * does, and the AWS Load Balancer Controller, which runs while its Deployment has a ready pod. A Service whose controller has gone
 * cannot be deleted, nor can its balancer.
 */
export async function syncLoadBalancers(cloud: AwsCloud, cluster: Properties): Promise<void> {
  const services = await cloud.kubernetes.recent("/api/v1/services");
  const balanced = services.filter(({ spec }) => textAt(spec, "type") === "LoadBalancer");
  if (balanced.length === 0) return;
  const awsController = await isDeployed(cloud);
  for (const service of balanced) {
    const controller = controllerOf(service);
    if (controller === "aws-load-balancer-controller" && !awsController) continue;
    if (metadataOf(service).deletionTimestamp === undefined) await serve(cloud, cluster, service, controller);
    else await release(cloud, service, controller);
  }
}

async function isDeployed(cloud: AwsCloud): Promise<boolean> {
  const label = "app.kubernetes.io/name=aws-load-balancer-controller";
  const deployments = await cloud.kubernetes.list("/apis/apps/v1/deployments", label);
  return deployments.some(({ status }) => numberAt(status, "readyReplicas") > 0);
}

/** The AWS controller takes `external` and `nlb-ip`, and its own class (its guide, "Network Load Balancer"). */
function controllerOf(service: Properties): Controller {
  const type = textAt(objectAt(metadataOf(service), "annotations"), TYPE);
  const isAws = textAt(service.spec, "loadBalancerClass") === "service.k8s.aws/nlb";
  return isAws || type === "external" || type === "nlb-ip" ? "aws-load-balancer-controller" : "cloud-provider";
}

const keyOf = (service: Properties) =>
  `${textAt(metadataOf(service), "namespace")}/${textAt(metadataOf(service), "name")}`;

function pathOf(service: Properties): string {
  const { namespace, name } = metadataOf(service);
  return `/api/v1/namespaces/${namespace as string}/services/${name as string}`;
}

async function serve(cloud: AwsCloud, cluster: Properties, service: Properties, controller: Controller): Promise<void> {
  const key = keyOf(service);
  const finalizer = FINALIZERS[controller];
  const finalizers = listAt(metadataOf(service), "finalizers");
  if (!finalizers.includes(finalizer)) {
    await cloud.kubernetes.patch(pathOf(service), { metadata: { finalizers: [...finalizers, finalizer] } });
  }
  const balancer = cloud.loadBalancers.get(key) ?? make(cloud, cluster, service, controller);
  if (!balancer) return; // it says so in an event, and tries again
  cloud.loadBalancers.set(key, balancer);
  if (objectsAt(objectAt(service.status, "loadBalancer"), "ingress").length > 0) return;
  const ingress = [{ hostname: balancer.hostname }];
  await cloud.kubernetes.patch(`${pathOf(service)}/status`, { status: { loadBalancer: { ingress } } });
}

async function release(cloud: AwsCloud, service: Properties, controller: Controller): Promise<void> {
  cloud.loadBalancers.delete(keyOf(service));
  const finalizers = listAt(metadataOf(service), "finalizers").filter((name) => name !== FINALIZERS[controller]);
  await cloud.kubernetes.patch(pathOf(service), { metadata: { finalizers } });
}

function make(
  cloud: AwsCloud,
  cluster: Properties,
  service: Properties,
  controller: Controller,
): LoadBalancer | undefined {
  const annotations = objectAt(metadataOf(service), "annotations");
  const scheme = schemeOf(annotations, controller);
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

/** The AWS controller makes internal balancers unless told otherwise, the control plane's own makes public ones. */
function schemeOf(annotations: Properties, controller: Controller): LoadBalancer["scheme"] {
  if (controller === "aws-load-balancer-controller") {
    return annotations[SCHEME] === "internet-facing" ? "internet-facing" : "internal";
  }
  return annotations[INTERNAL] === "true" ? "internal" : "internet-facing";
}

/** By role tag, as both controllers discover subnets (EKS User Guide, "Subnet requirements for load balancers"). */
function subnetsFor(cloud: AwsCloud, vpcId: string, scheme: LoadBalancer["scheme"]): string[] {
  const tag = scheme === "internal" ? "kubernetes.io/role/internal-elb" : "kubernetes.io/role/elb";
  const subnets = cloud.resources("aws:ec2/subnet:Subnet").filter(({ inputs }) => textAt(inputs, "vpcId") === vpcId);
  const tagged = subnets.filter(({ inputs }) => tag in objectAt(inputs, "tags"));
  const usable = tagged.filter(({ id }) => scheme === "internal" || wayOut(cloud, id).startsWith("igw-"));
  return usable.map(({ id }) => id);
}
