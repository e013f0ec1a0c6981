import { chartVersion, type ChartOverrides } from "../shared/install-chart";
import { namespaceSpec, type NamespaceSpec } from "../shared/namespace";
import type { Labels } from "../shared/values";
import type { RancherServerArgs } from "./args";
import { chosenVersions } from "./version";

/** Rancher works in no other namespace, and a cluster has no two of them. */
export const NAMESPACE = "cattle-system";

/** Names of the Secrets that the chart reads, and their keys (chart 2.15, `README.md`). */
export const TLS_SECRET = "tls-rancher-ingress";
export const CA_SECRET = { name: "tls-ca", key: "cacerts.pem" };

/** Name of the disruption budget of Rancher's pods. */
export const BUDGET = "rancher-budget";

/** What answers HTTPS for Rancher, or where the certificate of its own Ingress comes from. */
export enum Certificate {
  Gateway,
  Rancher,
  LetsEncrypt,
  Secret,
}

/** What a Rancher is after defaults. */
export interface RancherSpec {
  /** The inputs, of which the values of the chart take what needs no default. */
  readonly args: RancherServerArgs;
  readonly namespace: NamespaceSpec;
  readonly labels: Labels;
  readonly certificate: Certificate;
  /** Whether cert-manager must be there before the chart. */
  readonly needsCertManager: boolean;
  readonly cleanUp: { readonly enabled: boolean; readonly timeoutSeconds: number };
  /** Seconds that Helm waits for the chart. */
  readonly timeout: number;
  readonly overrides: ChartOverrides;
  readonly version: string;
  readonly allowUntestedVersions: boolean;
}

/** Fills in every default. */
export function rancherSpec(args: RancherServerArgs): RancherSpec {
  const { charts, mirror, imageRegistry } = args;
  const overrides = { charts, mirror, imageRegistry, versions: chosenVersions(args) };
  const certificate = certificateOf(args);
  return {
    args,
    namespace: namespaceSpec(args.namespace, NAMESPACE),
    labels: args.labels ?? {},
    certificate,
    needsCertManager: certificate === Certificate.Rancher || certificate === Certificate.LetsEncrypt,
    cleanUp: { enabled: args.cleanUp?.enabled ?? true, timeoutSeconds: args.cleanUp?.timeoutSeconds ?? 300 },
    timeout: args.timeoutSeconds ?? 1200,
    overrides,
    version: chartVersion("rancher", overrides),
    allowUntestedVersions: args.allowUntestedVersions ?? false,
  };
}

function certificateOf({ ingress, tls }: RancherServerArgs): Certificate {
  if (ingress !== undefined) return Certificate.Gateway;
  if (tls?.letsEncrypt !== undefined) return Certificate.LetsEncrypt;
  return tls?.secret === undefined ? Certificate.Rancher : Certificate.Secret;
}
