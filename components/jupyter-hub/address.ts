import * as pulumi from "@pulumi/pulumi";
import { routeUrl, type RouteSpec } from "../shared/route";
import { clusterHost, loadBalancerHost } from "../shared/service-address";
import { JupyterHubServiceType } from "./args";
import { PROXY } from "./route";
import type { JupyterHubSpec } from "./spec";

/** URL of JupyterHub as far as the inputs decide it; undefined if the load balancer does. */
export function plannedUrl(spec: JupyterHubSpec, route: RouteSpec | undefined): pulumi.Output<string> | undefined {
  const { args, namespace, service } = spec;
  if (args.ingress !== undefined && route !== undefined) return routeUrl(args.ingress, route);
  if (args.host !== undefined) return pulumi.output(urlAt(spec, args.host));
  if (service.type === JupyterHubServiceType.LoadBalancer) return undefined;
  return pulumi.output(urlAt(spec, clusterHost({ name: PROXY.name, namespace: namespace.name })));
}

/** URL at the address of the load balancer, which exists when the release is installed. */
export const loadBalancerUrl = (
  name: string,
  spec: JupyterHubSpec,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> =>
  loadBalancerHost(`${name}-service`, { name: PROXY.name, namespace: spec.namespace.name }, opts).apply((host) =>
    urlAt(spec, host.includes(":") ? `[${host}]` : host),
  );

const urlAt = ({ https, basePath }: JupyterHubSpec, host: string): string =>
  `${https ? "https" : "http"}://${host}${basePath === "/" ? "" : basePath}`;
