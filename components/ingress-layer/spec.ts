import type * as pulumi from "@pulumi/pulumi";
import type { ChartOverrides } from "../shared/chart";
import type { ClusterFacts } from "../shared/facts";
import { namespaceSpec, type NamespaceSpec } from "../shared/namespace";
import type { ResourcesArgs } from "../shared/resources";
import type { Labels } from "../shared/values";
import { ServiceType, type IngressLayerArgs } from "./args";
import { checkedRanges } from "./exposure";
import { scaleOf, type Scale } from "./scale";

/** What an ingress layer is after defaults, whichever controller it has. */
export interface IngressSpec {
  readonly cluster: ClusterFacts;
  readonly namespace: NamespaceSpec;
  readonly service: ServiceSpec;
  readonly scale: Scale;
  readonly resources?: ResourcesArgs;
  readonly labels: Labels;
  readonly overrides: ChartOverrides;
  readonly allowUntestedVersions: boolean;
}

/** The gateway's Service. */
export interface ServiceSpec {
  readonly type: ServiceType;
  readonly internal: boolean;
  /** Annotations of the caller, to be merged over the cluster's. */
  readonly annotations: Record<string, pulumi.Input<string>>;
  readonly sourceRanges?: pulumi.Input<string>[];
}

/** Fills in every default. */
export const ingressSpec = (name: string, args: IngressLayerArgs, namespace: string): IngressSpec => ({
  cluster: args.cluster,
  namespace: namespaceSpec(args.namespace, namespace),
  service: serviceSpec(`IngressLayer "${name}"`, args),
  scale: scaleOf(args),
  resources: args.resources,
  labels: args.labels ?? {},
  overrides: { charts: args.charts, mirror: args.mirror },
  allowUntestedVersions: args.allowUntestedVersions ?? false,
});

function serviceSpec(component: string, args: IngressLayerArgs): ServiceSpec {
  const type = args.service?.type ?? ServiceType.LoadBalancer;
  return {
    type,
    internal: args.internal ?? false,
    annotations: args.service?.annotations ?? {},
    sourceRanges: checkedRanges(component, args),
  };
}
