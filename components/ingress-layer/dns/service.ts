import type * as pulumi from "@pulumi/pulumi";
import type { Values } from "../../shared/values";
import type { Solver } from "../tls/manifests";
import type { DnsArgs } from "./args";
import { azureDnsService } from "./azure-dns";
import { cloudDnsService } from "./cloud-dns";
import { route53Service } from "./route53";

/** A DNS service, as the two programs see it that change its zones. */
export interface DnsService {
  /** Name of its block in the arguments. */
  readonly block: string;
  /** Names of the annotations, without their prefix, that external-dns reads for this service only. */
  readonly annotations?: RegExp;
  /** Names of the zones. */
  readonly zones: readonly string[];
  /** Values of external-dns for this service. */
  readonly values: Values;
  /** The typed inputs that decide keys of those values. */
  readonly decided: Readonly<Record<string, string>>;
  /** How cert-manager solves challenges in each zone. */
  readonly solvers: readonly Solver[];
  /** How pods get access to the zones; `role` names the role that was created for them. Throws if `neededRole` asks for one and there is none. */
  readonly access: (role: pulumi.Input<string> | undefined) => PodAccess;
  /** The role that must be created for pods; absent if the caller names their identity. */
  readonly neededRole?: NeededRole;
}

/** A role that may change zones. */
export interface NeededRole {
  /** Name of the DNS service's block. */
  readonly service: string;
  /** Ids of the zones in the cloud. */
  readonly zoneIds: readonly pulumi.Input<string>[];
}

/** What gives pods an identity in a cloud. */
export interface PodAccess {
  /** Annotations of their service account. */
  readonly annotations: Readonly<Record<string, pulumi.Input<string>>>;
  /** Labels of the pods. */
  readonly podLabels?: Readonly<Record<string, string>>;
  /** The input that decides this. */
  readonly decidedBy: string;
}

/** The blocks for DNS services. */
export const servicesOf = ({ route53, cloudDns, azureDns }: DnsArgs) => ({ route53, cloudDns, azureDns });

/** The chosen DNS service. */
export function dnsService({ route53, cloudDns, azureDns }: DnsArgs): DnsService | undefined {
  if (route53 !== undefined) return route53Service(route53);
  if (cloudDns !== undefined) return cloudDnsService(cloudDns);
  return azureDns === undefined ? undefined : azureDnsService(azureDns);
}
