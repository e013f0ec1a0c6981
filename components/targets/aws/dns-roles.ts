import * as pulumi from "@pulumi/pulumi";
import type { WorkloadIdentity } from "../../shared/facts";
import { checked } from "../../shared/checks";
import { problemIf } from "../../shared/invalid-args";
import type { DnsRoles, PodRole, PodUse, ServiceAccount } from "../dns-roles";
import { createRole } from "./iam-roles";
import { createdProvider, passedProvider, regionOfIssuer } from "./pods-provider";
import { certManagerPolicy, externalDnsPolicy } from "./policies/dns";
import { webIdentityTrust } from "./policies/trust";
import { roleName } from "./problems/formats";
import { ambientRegion } from "./stack-settings";

/** The parts of the names of roles, and what each role may do. */
const USES = {
  externalDns: { part: "external-dns-role", policyOf: externalDnsPolicy },
  certManager: { part: "cert-manager-role", policyOf: certManagerPolicy },
} as const satisfies Record<PodUse, object>;

/** Pulumi adds `-` and seven characters to the name of a role. */
const ADDED = "-cert-manager-role".length + 8;

/** Roles for pods that change zones of Route 53. */
export const dnsRoles: DnsRoles = {
  nameProblems: (name) => checked("name", name, roleName(ADDED)),

  identityProblems: ({ oidcIssuer, providerArn } = {}) =>
    problemIf(
      oidcIssuer === undefined || providerArn === undefined,
      "dns.route53.roleArn",
      "is missing, and no role can be created: cluster.identity has no OIDC issuer of the cluster with its IAM provider. Write the ARN of a role that the cluster's pods may use, or both in cluster.identity.",
    ),

  create(name, { identity, zoneIds, accounts }, parent) {
    const provider = passedProvider(parent, "aws:iam/role:Role") ?? createdProvider(name, parent, regionFor(identity));
    const partition = identity.apply(({ providerArn = "" }) => providerArn.split(":")[1] ?? "aws");
    const tagged = (role: string): Record<string, string> => ({ Name: role });
    const context = { opts: { parent, provider }, partition, tagged };
    const create = (use: PodUse, account: ServiceAccount): PodRole => {
      const { part, policyOf } = USES[use];
      const trust = identity.apply(({ oidcIssuer = "", providerArn = "" }) =>
        webIdentityTrust({
          issuer: oidcIssuer,
          providerArn,
          accounts: [account],
        }),
      );
      const inline = pulumi
        .all([partition, pulumi.all([...zoneIds])])
        .apply(([partition, zoneIds]) => policyOf({ partition, zoneIds }));
      const { arn, policies } = createRole(`${name}-${part}`, trust, { inline }, context);
      return { id: arn, policies };
    };
    return Object.fromEntries(Object.entries(accounts).map(([use, account]) => [use, create(use as PodUse, account)]));
  },
};

/** Roles belong to no region, but the provider wants one: that of the cluster, if the stack's config and the environment have none. */
const regionFor = (identity: pulumi.Output<WorkloadIdentity>): pulumi.Output<string> | undefined =>
  ambientRegion() === undefined ? identity.apply(regionOfIssuer) : undefined;
