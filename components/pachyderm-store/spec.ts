import type * as pulumi from "@pulumi/pulumi";
import { chartVersion, type ChartOverrides } from "../shared/install-chart";
import { namespaceSpec, type NamespaceSpec } from "../shared/namespace";
import { derived, type Labels } from "../shared/values";
import { PachydermServiceType, type PachydermStoreArgs } from "./args";

/** What Pachyderm is after defaults, whichever store it has. */
export interface PachydermSpec {
  readonly namespace: NamespaceSpec;
  readonly labels: Labels;
  readonly adopt: boolean;
  readonly deleteData: boolean;
  /** Class of claims that name none; empty for the cluster's default class. */
  readonly storageClass: pulumi.Input<string>;
  readonly service: ServiceSpec;
  readonly hasConsole: boolean;
  readonly overrides: ChartOverrides;
  readonly versions: { readonly pachyderm: string; readonly seaweedfs: string };
  readonly allowUntestedVersions: boolean;
}

/** The Service in front of Pachyderm. */
export interface ServiceSpec {
  readonly type: PachydermServiceType;
  /** Whether a load balancer is for the cluster's network only. */
  readonly internal: boolean;
  /** Annotations of the caller. */
  readonly annotations: Readonly<Record<string, pulumi.Input<string>>>;
  /** The Secret with its certificate; absent for plain HTTP. */
  readonly tlsSecret?: string;
}

/** Fills in every default. */
export function pachydermSpec(args: PachydermStoreArgs): PachydermSpec {
  const overrides = { charts: args.charts, mirror: args.mirror, imageRegistry: args.imageRegistry };
  return {
    namespace: namespaceSpec(args.namespace, "pachyderm"),
    labels: args.labels ?? {},
    adopt: args.adopt ?? false,
    deleteData: args.deleteData ?? false,
    storageClass: derived(args.cluster.storageClass ?? "", (name) => name ?? ""),
    service: serviceSpec(args),
    hasConsole: args.console !== undefined,
    overrides,
    versions: { pachyderm: chartVersion("pachyderm", overrides), seaweedfs: chartVersion("seaweedfs", overrides) },
    allowUntestedVersions: args.allowUntestedVersions ?? false,
  };
}

const serviceSpec = ({ ingress, service, tls }: PachydermStoreArgs): ServiceSpec => ({
  type: ingress === undefined ? (service?.type ?? PachydermServiceType.LoadBalancer) : PachydermServiceType.ClusterIP,
  internal: service?.allowPublic !== true,
  annotations: service?.annotations ?? {},
  ...(tls === undefined ? {} : { tlsSecret: tls.secretName }),
});
