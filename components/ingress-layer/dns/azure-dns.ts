import * as pulumi from "@pulumi/pulumi";
import { checked, type Check } from "../../shared/checks";
import type { Problem } from "../../shared/invalid-args";
import { dnsRoleOf } from "../../targets/operations";
import type { AzureDnsArgs } from "./args";
import type { DnsService } from "./service";

/** How pods use an identity of this service's cloud. */
const role = dnsRoleOf("azureDns");

/** Zones in Azure DNS. */
export function azureDnsService(args: AzureDnsArgs): DnsService {
  const { zones, subscriptionId, resourceGroup, tenantId, clientId } = args;
  const zoneId = (zone: string) =>
    pulumi.interpolate`/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Network/dnsZones/${zone}`;
  return {
    block: "azureDns",
    annotations: /^azure-tags$/,
    zones,
    values: {
      provider: { name: "azure" },
      // external-dns reads this from a file only, and the chart restarts its pod when the file changes.
      secretConfiguration: {
        enabled: true,
        mountPath: "/etc/kubernetes",
        data: {
          // Without a tenant it takes the one that workload identity gives its pod.
          "azure.json": pulumi.jsonStringify({
            tenantId,
            subscriptionId,
            resourceGroup,
            useWorkloadIdentityExtension: true,
          }),
        },
      },
    },
    decided: { "provider.name": "dns.azureDns", secretConfiguration: "dns.azureDns" },
    solvers: zones.map((zone) => ({
      selector: { dnsZones: [zone] },
      dns01: {
        azureDNS: {
          subscriptionID: subscriptionId,
          resourceGroupName: resourceGroup,
          hostedZoneName: zone,
          // Without it cert-manager takes the identity that workload identity gives its pod.
          ...(clientId !== undefined && { managedIdentity: { clientID: clientId } }),
        },
      },
    })),
    access(created) {
      const id = clientId ?? created;
      if (id === undefined) throw new Error("no identity was created for pods that change zones of Azure DNS");
      return {
        annotations: { [role.annotation]: id },
        podLabels: { "azure.workload.identity/use": "true" },
        decidedBy: "dns.azureDns.clientId",
      };
    },
    ...(clientId === undefined ? { neededRole: { service: "azureDns", zoneIds: zones.map(zoneId) } } : {}),
  };
}

const uuid: Check = (value) =>
  /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)
    ? undefined
    : "is not a UUID, such as 01234567-89ab-cdef-0123-456789abcdef";

/** Naming rules of Azure's resource groups. */
const resourceGroupName: Check = (value) =>
  /^[\p{L}\p{N}_().-]{0,89}[\p{L}\p{N}_()-]$/u.test(value)
    ? undefined
    : "is not the name of a resource group: at most 90 letters, digits, '-', '_', '.' and parentheses, without '.' at the end";

/** What is wrong with single inputs. */
export const azureDnsProblems = ({ subscriptionId, resourceGroup, tenantId, clientId }: AzureDnsArgs): Problem[] => [
  ...checked("dns.azureDns.subscriptionId", subscriptionId, uuid),
  ...checked("dns.azureDns.resourceGroup", resourceGroup, resourceGroupName),
  ...checked("dns.azureDns.tenantId", tenantId, uuid),
  ...checked("dns.azureDns.clientId", clientId, uuid),
];
