import { checked, type Check } from "../../shared/checks";
import type { Problem } from "../../shared/invalid-args";
import { dnsRoleOf } from "../../targets/operations";
import type { Route53Args } from "./args";
import type { DnsService } from "./service";

/** How pods use a role of this service's cloud. */
const role = dnsRoleOf("route53");

/** Zones in Route 53. cert-manager needs no region: it gets one with its identity. */
export function route53Service({ zones, roleArn }: Route53Args): DnsService {
  return {
    block: "route53",
    annotations: /^(?:alias|set-identifier|aws-.+)$/,
    zones: Object.keys(zones),
    values: { provider: { name: "aws" }, extraArgs: { "zone-id-filter": Object.values(zones) } },
    decided: { "provider.name": "dns.route53", "extraArgs.zone-id-filter": "dns.route53.zones" },
    solvers: Object.entries(zones).map(([zone, hostedZoneID]) => ({
      selector: { dnsZones: [zone] },
      dns01: { route53: { hostedZoneID } },
    })),
    access(created) {
      const arn = roleArn ?? created;
      if (arn === undefined) throw new Error("no role was created for pods that change zones of Route 53");
      return { annotations: { [role.annotation]: arn }, decidedBy: "dns.route53.roleArn" };
    },
    ...(roleArn === undefined ? { neededRole: { service: "route53", zoneIds: Object.values(zones) } } : {}),
  };
}

const hostedZoneId: Check = (value) => {
  if (/^Z[0-9A-Z]{1,31}$/.test(value)) return undefined;
  const [, id] = /^\/?hostedzone\/(Z[0-9A-Z]{1,31})$/.exec(value) ?? [];
  return id === undefined
    ? "is not the id of a hosted zone, such as Z0123456789ABCDEFGHIJ"
    : `has more than the id of the hosted zone; write ${id}`;
};

const roleForm: Check = (value) =>
  role.form.test(value) ? undefined : `is not the ARN of an IAM role, such as ${role.example}`;

/** What is wrong with single inputs. */
export const route53Problems = ({ zones, roleArn }: Route53Args): Problem[] => [
  ...Object.entries(zones).flatMap(([zone, id]) => checked(`dns.route53.zones.${zone}`, id, hostedZoneId)),
  ...checked("dns.route53.roleArn", roleArn, roleForm),
];
