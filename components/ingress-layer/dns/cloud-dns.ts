import { checked, type Check } from "../../shared/checks";
import type { Problem } from "../../shared/invalid-args";
import type { CloudDnsArgs } from "./args";
import type { DnsService } from "./service";

/** Zones in Cloud DNS. cert-manager finds the zone of a host by its DNS name. */
export const cloudDnsService = ({ zones, project, serviceAccount }: CloudDnsArgs): DnsService => ({
  block: "cloudDns",
  zones,
  values: { provider: { name: "google" }, extraArgs: { "google-project": project } },
  decided: { "provider.name": "dns.cloudDns", "extraArgs.google-project": "dns.cloudDns.project" },
  solvers: [{ selector: { dnsZones: zones }, dns01: { cloudDNS: { project } } }],
  access: () => ({
    annotations: { "iam.gke.io/gcp-service-account": serviceAccount },
    decidedBy: "dns.cloudDns.serviceAccount",
  }),
});

const projectId: Check = (value) =>
  /^(?:[a-z0-9.-]+\.[a-z]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/.test(value)
    ? undefined
    : "is not the id of a project: 6 to 30 of a-z, 0-9 and '-', such as my-project (not its name or number)";

const serviceAccountEmail: Check = (value) =>
  /^[a-z0-9][a-z0-9-]*@[a-z0-9.-]+\.gserviceaccount\.com$/.test(value)
    ? undefined
    : "is not the e-mail address of a Google service account, such as dns@my-project.iam.gserviceaccount.com";

/** What is wrong with single inputs. */
export const cloudDnsProblems = ({ project, serviceAccount }: CloudDnsArgs): Problem[] => [
  ...checked("dns.cloudDns.project", project, projectId),
  ...checked("dns.cloudDns.serviceAccount", serviceAccount, serviceAccountEmail),
];
