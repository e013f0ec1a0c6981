import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { installChart, type ChartOverrides } from "../../shared/install-chart";
import { ExistingObject } from "../../shared/existing-object";
import type { ClusterFacts } from "../../shared/facts";
import { problemIf } from "../../shared/invalid-args";
import { refuseLate } from "../../shared/late-refusal";
import { useNamespace } from "../../shared/namespace";
import type { Labels } from "../../shared/values";
import { loadDnsRoles, type PodRole, type ServiceAccount } from "../../targets/dns-roles";
import { CERT_MANAGER } from "../tls/cert-manager-chart";
import type { NeededRole, PodAccess } from "./service";
import type { DnsSpec, RecordsSpec } from "./spec";
import { EXTERNAL_DNS, externalDnsPlan } from "./values";

/** What DNS needs to know of the layer. */
interface Layer {
  readonly cluster: ClusterFacts;
  readonly labels: Labels;
  readonly overrides: ChartOverrides;
  /** What the first objects in the cluster wait for. */
  readonly first: pulumi.Output<pulumi.Resource[]>;
}

/** What has been created for DNS. */
export interface Dns {
  /** The release of external-dns; absent if no records are written. */
  readonly externalDns?: kubernetes.helm.v3.Release;
  /** How cert-manager gets access to the zones; absent if it needs none. */
  readonly certManager?: GrantedAccess;
}

/** How pods get access to the zones, and what must exist before they start. */
export interface GrantedAccess {
  readonly access: PodAccess;
  readonly dependsOn: readonly pulumi.Resource[];
}

/** Gives external-dns and cert-manager access to the zones, and installs external-dns. */
export function installDns(name: string, dns: DnsSpec, layer: Layer, parent: pulumi.ComponentResource): Dns {
  const { service, records, certManager } = dns;
  const accounts = {
    ...(records === undefined ? {} : { externalDns: { namespace: records.namespace, name: EXTERNAL_DNS } }),
    ...(certManager ? { certManager: { namespace: CERT_MANAGER, name: CERT_MANAGER } } : {}),
  };
  const roles = service.neededRole === undefined ? {} : createRoles(name, service.neededRole, accounts, layer, parent);
  const granted = (role: PodRole | undefined): GrantedAccess => ({
    access: service.access(role?.id),
    dependsOn: role?.policies ?? [],
  });
  return {
    ...(records === undefined
      ? {}
      : { externalDns: installExternalDns(name, dns, records, granted(roles.externalDns), layer, parent) }),
    ...(certManager ? { certManager: granted(roles.certManager) } : {}),
  };
}

function installExternalDns(
  name: string,
  { service }: DnsSpec,
  records: RecordsSpec,
  { access, dependsOn }: GrantedAccess,
  { labels, overrides, first }: Layer,
  parent: pulumi.ComponentResource,
): kubernetes.helm.v3.Release {
  const namespace = useNamespace(
    `${name}-external-dns-namespace`,
    { name: records.namespace, create: true },
    { labels, opts: { parent, dependsOn: first } },
  );
  const plan = externalDnsPlan(service, records, access, { owner: ownerOf(name, records, first, parent), labels });
  const placement = { release: EXTERNAL_DNS, namespace, timeout: 600 };
  return installChart(`${name}-external-dns`, plan, overrides, placement, { parent, dependsOn: [...dependsOn] });
}

/**
 * The owner that external-dns writes beside each record, and whose other records it deletes. No other external-dns may have the same:
 * a cluster is known by the unique id of its namespace kube-system, because its name, address and authority can change, and
 * another cluster can have them.
 */
function ownerOf(
  name: string,
  { layer }: RecordsSpec,
  first: Layer["first"],
  parent: pulumi.ComponentResource,
): pulumi.Output<string> {
  const { metadata } = new ExistingObject(
    `${name}-cluster`,
    { apiVersion: "v1", kind: "Namespace", metadata: { name: "kube-system" } },
    { parent, dependsOn: first },
  );
  return metadata.apply(async (known) => {
    const { uid = "" } = known as { uid?: string };
    const reason =
      "the cluster did not say the uid of its namespace kube-system, by which external-dns knows its own records.";
    await refuseLate(`IngressLayer "${name}"`, problemIf(uid === "", "dns", reason));
    // Without dashes, because a text of a record has at most 255 characters, and long names of namespaces are in it twice.
    return `${layer}/${uid.replaceAll("-", "")}`;
  });
}

/** Creates a role for each service account. The cluster's identity is checked again, because it may not have been known before. */
function createRoles<Use extends string>(
  name: string,
  { service, zoneIds }: NeededRole,
  accounts: Partial<Record<Use, ServiceAccount>>,
  { cluster }: Layer,
  parent: pulumi.ComponentResource,
): Partial<Record<Use, PodRole>> {
  const loaded = loadDnsRoles(service);
  if ("missing" in loaded) throw new Error(loaded.missing);
  const identity = pulumi.output(cluster.identity).apply(async (known = {}) => {
    await refuseLate(`IngressLayer "${name}"`, loaded.dnsRoles.identityProblems(known));
    return known;
  });
  return loaded.dnsRoles.create(name, { identity, zoneIds, accounts }, parent) as Partial<Record<Use, PodRole>>;
}
