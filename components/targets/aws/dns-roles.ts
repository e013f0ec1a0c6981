import type { region as configuredRegion } from "@pulumi/aws/config";
import { Provider } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";
import type { WorkloadIdentity } from "../../shared/facts";
import { checked } from "../../shared/checks";
import { problemIf } from "../../shared/invalid-args";
import type { DnsRoles, PodRole, PodUse, ServiceAccount } from "../dns-roles";
import { createRole } from "./iam-roles";
import { certManagerPolicy, externalDnsPolicy } from "./policies/dns";
import { webIdentityTrust } from "./policies/trust";
import { roleName } from "./problems/formats";
import { ambientRegion, stackSettings } from "./stack-settings";

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
    const provider = providerOf(name, identity, parent);
    const partition = identity.apply(({ providerArn = "" }) => providerArn.split(":")[1] ?? "aws");
    const tagged = (role: string): Record<string, string> => ({ Name: role });
    const context = { opts: { parent, provider }, partition, tagged };
    const create = (use: PodUse, account: ServiceAccount): PodRole => {
      const { part, policyOf } = USES[use];
      const trust = identity.apply(({ oidcIssuer = "", providerArn = "" }) =>
        webIdentityTrust({
          issuer: oidcIssuer,
          providerArn,
          namespace: account.namespace,
          serviceAccount: account.name,
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

/** The AWS provider that was passed, or one that is created from the stack's config. */
function providerOf(
  name: string,
  identity: pulumi.Output<WorkloadIdentity>,
  parent: pulumi.ComponentResource,
): Provider {
  const passed = parent.getProvider("aws:iam/role:Role") as Provider | undefined;
  return passed ?? new Provider(`${name}-aws`, { ...stackSettings(), ...regionOf(identity) }, { parent });
}

/** Roles belong to no region, but the provider wants one: that of the cluster, if the stack's config and the environment have none. */
const regionOf = (identity: pulumi.Output<WorkloadIdentity>): { region?: pulumi.Output<Region> } =>
  ambientRegion() === undefined
    ? {
        region: identity.apply(({ oidcIssuer = "" }) => /\.eks\.([a-z0-9-]+)\./.exec(oidcIssuer)?.[1] ?? "us-east-1"),
      }
    : {};

type Region = NonNullable<typeof configuredRegion>;
