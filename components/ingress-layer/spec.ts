import type * as pulumi from "@pulumi/pulumi";
import type { ChartOverrides } from "../shared/install-chart";
import type { ClusterFacts } from "../shared/facts";
import { namespaceSpec, type NamespaceSpec } from "../shared/namespace";
import type { ResourcesArgs } from "../shared/resources";
import type { Labels } from "../shared/values";
import { ServiceType, type IngressLayerArgs } from "./args";
import type { Controller } from "./controllers/controller";
import { dnsSpec, recordAnnotations, type DnsSpec } from "./dns/spec";
import { checkedRanges } from "./exposure";
import { scaleOf, type Scale } from "./scale";
import { certificateAnnotations } from "./tls/load-balancer";
import { tlsSpec, type TlsSpec } from "./tls/spec";

/** What an ingress layer is after defaults, whichever controller it has. */
export interface IngressSpec {
  readonly cluster: ClusterFacts;
  readonly namespace: NamespaceSpec;
  readonly service: ServiceSpec;
  readonly scale: Scale;
  readonly resources?: ResourcesArgs;
  readonly labels: Labels;
  /** The hosts that are served; empty for every host. */
  readonly hosts: readonly string[];
  /** How HTTPS is answered; absent for plain HTTP. */
  readonly tls?: TlsSpec;
  /** How the zones of the hosts are used; absent if they are not. */
  readonly dns?: DnsSpec;
  readonly overrides: ChartOverrides;
  readonly allowUntestedVersions: boolean;
}

/** The gateway's Service. */
export interface ServiceSpec {
  readonly type: ServiceType;
  readonly internal: boolean;
  /** Annotations that the inputs ask for, to be merged over the cluster's. */
  readonly annotations: Record<string, pulumi.Input<string>>;
  readonly sourceRanges?: pulumi.Input<string>[];
}

/** Fills in every default. */
export const ingressSpec = (
  name: string,
  args: IngressLayerArgs,
  controller: Pick<Controller, "namespace" | "chartVersions">,
): IngressSpec => {
  const namespace = namespaceSpec(args.namespace, controller.namespace(name, args));
  return {
    cluster: args.cluster,
    namespace,
    service: serviceSpec(`IngressLayer "${name}"`, args, namespace.name),
    scale: scaleOf(args),
    resources: args.resources,
    labels: args.labels ?? {},
    hosts: args.hosts ?? [],
    tls: tlsSpec(args, namespace.name),
    dns: dnsSpec(args, namespace.name),
    overrides: {
      charts: args.charts,
      mirror: args.mirror,
      imageRegistry: args.imageRegistry,
      versions: controller.chartVersions?.(args),
    },
    allowUntestedVersions: args.allowUntestedVersions ?? false,
  };
};

function serviceSpec(component: string, args: IngressLayerArgs, namespace: string): ServiceSpec {
  const type = args.service?.type ?? ServiceType.LoadBalancer;
  return {
    type,
    internal: args.internal ?? false,
    annotations: {
      ...certificateAnnotations(args.tls?.atLoadBalancer?.certificateArn),
      ...recordAnnotations(args, namespace),
      ...args.service?.annotations,
    },
    sourceRanges: checkedRanges(component, args),
  };
}
