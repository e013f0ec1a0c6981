import type * as pulumi from "@pulumi/pulumi";
import { chartVersion, type ChartOverrides } from "../shared/install-chart";
import { namespaceSpec, type NamespaceSpec } from "../shared/namespace";
import { derived, type Labels } from "../shared/values";
import { JupyterHubServiceType, type JupyterHubArgs } from "./args";
import { chosenMethod, type LoginMethod } from "./login";

/** What JupyterHub is after defaults. */
export interface JupyterHubSpec {
  /** The inputs, of which the values of the chart take what needs no default. */
  readonly args: JupyterHubArgs;
  readonly namespace: NamespaceSpec;
  readonly labels: Labels;
  readonly adopt: boolean;
  readonly deleteData: boolean;
  /** How users log in. */
  readonly method: LoginMethod;
  readonly service: ServiceSpec;
  /** Without a slash at its end, except for `/`. */
  readonly basePath: string;
  /** Whether a program in front of the proxy writes the headers that say how a browser reached it. */
  readonly isBehindIngress: boolean;
  /** Whether browsers reach JupyterHub by HTTPS. */
  readonly https: boolean;
  /** Port at which browsers reach it. */
  readonly port: pulumi.Input<number>;
  /** Class of volumes that name none; null for the cluster's default class. */
  readonly storageClass: pulumi.Input<string | null>;
  /** Seconds that Helm waits for the chart. */
  readonly timeout: number;
  readonly overrides: ChartOverrides;
  readonly version: string;
  readonly allowUntestedVersions: boolean;
}

/** The Service in front of JupyterHub. */
export interface ServiceSpec {
  readonly type: JupyterHubServiceType;
  /** Whether a load balancer is for the cluster's network only. */
  readonly internal: boolean;
  /** Annotations of the caller. */
  readonly annotations: Readonly<Record<string, pulumi.Input<string>>>;
  readonly sourceRanges: readonly string[];
}

/** Fills in every default. The login must have exactly one method. */
export function hubSpec(args: JupyterHubArgs): JupyterHubSpec {
  const { ingress, kubernetesIngress, tls, basePath = "/" } = args;
  const overrides = { charts: args.charts, mirror: args.mirror, imageRegistry: args.imageRegistry };
  const ofIngress =
    ingress === undefined
      ? kubernetesIngress?.tlsSecretName !== undefined || kubernetesIngress?.https === true
      : ingress.tls === true;
  const https = ofIngress || tls !== undefined;
  return {
    args,
    namespace: namespaceSpec(args.namespace, "jupyterhub"),
    labels: args.labels ?? {},
    adopt: args.adopt ?? false,
    deleteData: args.deleteData ?? false,
    method: chosenMethod(args.login),
    service: serviceSpec(args),
    basePath,
    isBehindIngress: ingress !== undefined || kubernetesIngress !== undefined,
    https,
    port: ingress?.port ?? (https ? 443 : 80),
    storageClass: derived(args.cluster.storageClass ?? null, (name) => name ?? null),
    // The hook of the pre-puller ends only when every node has every image.
    timeout: args.prePuller === true ? 1800 : 900,
    overrides,
    version: chartVersion("jupyterhub", overrides),
    allowUntestedVersions: args.allowUntestedVersions ?? false,
  };
}

const serviceSpec = ({ service = {} }: JupyterHubArgs): ServiceSpec => ({
  type: service.type ?? JupyterHubServiceType.ClusterIP,
  internal: service.allowPublic !== true && (service.sourceRanges ?? []).length === 0,
  annotations: service.annotations ?? {},
  sourceRanges: service.sourceRanges ?? [],
});
