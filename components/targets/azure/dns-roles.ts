import { FederatedIdentityCredential } from "@pulumi/azure-native/managedidentity/federatedIdentityCredential";
import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity/userAssignedIdentity";
import { Provider } from "@pulumi/azure-native/provider";
import * as pulumi from "@pulumi/pulumi";
import { checked } from "../../shared/checks";
import { problemIf } from "../../shared/invalid-args";
import type { DnsRoles, DnsRolesRequest, PodRole, PodUse } from "../dns-roles";
import { identityName } from "./problems/formats";
import { assignRole, type Assignment } from "./role-assignments";
import { stackSettings } from "./stack-settings";

/** The parts of the names of identities. */
const PARTS: Readonly<Record<PodUse, string>> = { externalDns: "external-dns", certManager: "cert-manager" };

/** Pulumi adds eight characters to the name of an identity. */
const ADDED = "-cert-manager".length + 8;

/** Identities for pods that change zones of Azure DNS, each with a federated credential for its service account. */
export const dnsRoles: DnsRoles = {
  nameProblems: (name) => checked("name", name, identityName(ADDED)),

  identityProblems: ({ oidcIssuer, resourceGroup } = {}) =>
    problemIf(
      oidcIssuer === undefined || resourceGroup === undefined,
      "dns.azureDns.clientId",
      "is missing, and no identity can be created: cluster.identity has no OIDC issuer with a resource group for identities. Write the client id of a managed identity that the cluster's pods may use, or both in cluster.identity.",
    ),

  create(name, request, parent) {
    const passed = parent.getProvider("azure-native:managedidentity:UserAssignedIdentity");
    const provider = passed ?? new Provider(`${name}-azure`, stackSettings(), { parent });
    const uses = Object.keys(request.accounts) as PodUse[];
    return Object.fromEntries(uses.map((use) => [use, createIdentity(name, use, request, { parent, provider })]));
  },
};

function createIdentity(
  layer: string,
  use: PodUse,
  { identity, zoneIds, accounts }: DnsRolesRequest,
  opts: pulumi.CustomResourceOptions,
): PodRole {
  const name = `${layer}-${PARTS[use]}`;
  const account = accounts[use];
  const resourceGroupName = identity.apply(({ resourceGroup = "" }) => resourceGroup);
  const own = new UserAssignedIdentity(name, { resourceGroupName }, opts);
  // Azure refuses two credentials of one identity at the same time; here each identity has one.
  const credential = new FederatedIdentityCredential(
    name,
    {
      resourceGroupName,
      resourceName: own.name,
      issuer: identity.apply(({ oidcIssuer = "" }) => oidcIssuer),
      subject: `system:serviceaccount:${account?.namespace ?? ""}:${account?.name ?? ""}`,
      audiences: ["api://AzureADTokenExchange"],
    },
    opts,
  );
  const assign = (part: string, role: Assignment["role"], scope: pulumi.Output<string>) =>
    assignRole(
      `${name}-${part}`,
      { role, scope, principalId: own.principalId, principalType: "ServicePrincipal" },
      opts,
    );
  const zones = zoneIds.map((zoneId) => pulumi.output(zoneId));
  const grants = zones.map((zone, index) => assign(`zone-${String(index + 1)}`, "dnsZoneContributor", zone));
  // external-dns lists the zones of their resource group.
  const [first] = zones;
  const group = first?.apply((zone) => zone.replace(/\/providers\/.*$/, ""));
  const listing = use === "externalDns" && group !== undefined ? [assign("zones", "reader", group)] : [];
  return { id: own.clientId, policies: [credential, ...grants, ...listing] };
}
