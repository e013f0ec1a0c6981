import type * as pulumi from "@pulumi/pulumi";
import type { WorkloadIdentity } from "../shared/facts";
import type { Problem } from "../shared/invalid-args";
import { dnsRoleOf } from "./operations";
import { loadFrom } from "./target";

/** Pods of one service account. */
export interface ServiceAccount {
  readonly namespace: string;
  readonly name: string;
}

/** What changes records in zones: external-dns those of hosts, cert-manager those of challenges. */
export type PodUse = "externalDns" | "certManager";

/** A role that was created for pods. */
export interface PodRole {
  /** What the annotation of their service account names: an ARN, a client id. */
  readonly id: pulumi.Output<string>;
  /** What the role may do; the pods must wait for it. */
  readonly policies: readonly pulumi.Resource[];
}

/** The pods that need a role, and the zones that it is limited to. */
export interface DnsRolesRequest {
  /** How pods of the cluster log in; it passed the check. */
  readonly identity: pulumi.Output<WorkloadIdentity>;
  readonly zoneIds: readonly pulumi.Input<string>[];
  readonly accounts: Partial<Record<PodUse, ServiceAccount>>;
}

/**
 * How a cloud gives pods access to DNS zones. The folder of a target whose `operations` have a `dnsRole` exports it as `dnsRoles`
 * from `dns-roles.ts`.
 */
export interface DnsRoles {
  /** What is wrong with the name of the component, from which the names of roles are formed. */
  nameProblems(name: string): Problem[];
  /** What the cluster's identity lacks. */
  identityProblems(identity: WorkloadIdentity | undefined): Problem[];
  /** Creates one role for each service account. */
  create(name: string, request: DnsRolesRequest, parent: pulumi.ComponentResource): Partial<Record<PodUse, PodRole>>;
}

/** Loads how roles for a DNS service are created, and with it one cloud's SDK; if that is not installed, says what to install. */
export function loadDnsRoles(service: string): { dnsRoles: DnsRoles } | { missing: string } {
  const loaded = loadFrom(dnsRoleOf(service).target, "dns-roles");
  return "missing" in loaded ? loaded : (loaded.exports as { dnsRoles: DnsRoles });
}
