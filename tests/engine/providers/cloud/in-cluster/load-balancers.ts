import { type Properties, objectAt } from "../../property-values";
import type { ClusterCloud, LoadBalancer } from "../cluster-cloud";
import { listAt, objectsAt, textAt } from "../values";
import { metadataOf } from "./kubernetes-api";

/** The finalizer of the cloud providers in Kubernetes: kubernetes/cloud-provider, service/helpers, LoadBalancerCleanupFinalizer. */
export const CLOUD_PROVIDER_FINALIZER = "service.kubernetes.io/load-balancer-cleanup";

/** A controller that makes load balancers. */
export interface BalancerController<Balancer extends LoadBalancer> {
  /** By it the controller keeps a Service until its balancer is gone. */
  readonly finalizer: string;
  /** Whether this Service is the controller's. */
  takes(service: Properties): boolean;
  /** Whether it runs. A Service whose controller has gone cannot be deleted, nor can its balancer. */
  runs(): Promise<boolean>;
  /** A new balancer; undefined if none can be made, which the controller says in an event before it tries again. */
  make(service: Properties): Balancer | undefined;
  /** Deletes the balancer in the cloud. */
  release?(balancer: Balancer | undefined): void;
  /** What the Service says about where its balancer is. */
  ingress(balancer: Balancer): { readonly hostname: string } | { readonly ip: string };
}

/** Plays the controllers that make load balancers of a cluster. The first that takes a Service makes its balancer. */
export async function syncLoadBalancers<Balancer extends LoadBalancer>(
  cloud: ClusterCloud<Balancer>,
  controllers: readonly BalancerController<Balancer>[],
): Promise<void> {
  const services = await cloud.kubernetes.recent("/api/v1/services");
  for (const service of services.filter(({ spec }) => textAt(spec, "type") === "LoadBalancer")) {
    const controller = controllers.find((one) => one.takes(service));
    if (controller === undefined || !(await controller.runs())) continue;
    if (metadataOf(service).deletionTimestamp === undefined) await serve(cloud, service, controller);
    else await release(cloud, service, controller);
  }
}

/** The annotations of a Service. */
export const annotationsOf = (service: Properties): Properties => objectAt(metadataOf(service), "annotations");

/** `namespace/name` of a Service. */
export const keyOf = (service: Properties): string =>
  `${textAt(metadataOf(service), "namespace")}/${textAt(metadataOf(service), "name")}`;

function pathOf(service: Properties): string {
  const { namespace, name } = metadataOf(service);
  return `/api/v1/namespaces/${namespace as string}/services/${name as string}`;
}

async function serve<Balancer extends LoadBalancer>(
  cloud: ClusterCloud<Balancer>,
  service: Properties,
  controller: BalancerController<Balancer>,
): Promise<void> {
  const { finalizer } = controller;
  const finalizers = listAt(metadataOf(service), "finalizers");
  if (!finalizers.includes(finalizer)) {
    await cloud.kubernetes.patch(pathOf(service), { metadata: { finalizers: [...finalizers, finalizer] } });
  }
  const balancer = cloud.loadBalancers.get(keyOf(service)) ?? controller.make(service);
  if (!balancer) return;
  cloud.loadBalancers.set(keyOf(service), balancer);
  if (objectsAt(objectAt(service.status, "loadBalancer"), "ingress").length > 0) return;
  const ingress = [controller.ingress(balancer)];
  await cloud.kubernetes.patch(`${pathOf(service)}/status`, { status: { loadBalancer: { ingress } } });
}

async function release<Balancer extends LoadBalancer>(
  cloud: ClusterCloud<Balancer>,
  service: Properties,
  controller: BalancerController<Balancer>,
): Promise<void> {
  controller.release?.(cloud.loadBalancers.get(keyOf(service)));
  cloud.loadBalancers.delete(keyOf(service));
  const finalizers = listAt(metadataOf(service), "finalizers").filter((name) => name !== controller.finalizer);
  await cloud.kubernetes.patch(pathOf(service), { metadata: { finalizers } });
}
