import { checked, dns1123Label } from "../../shared/checks";
import { problemIf, shown, type Problem } from "../../shared/invalid-args";
import { plainFact } from "../../shared/known-facts";
import { oneOf } from "../../shared/one-of";
import { loadDnsRoles } from "../../targets/dns-roles";
import { ServiceType, type IngressLayerArgs } from "../args";
import { hostName, isWildcard } from "../../shared/host-name";
import { AcmeChallenge } from "../tls/args";
import type { DnsArgs } from "./args";
import { azureDnsProblems } from "./azure-dns";
import { cloudDnsProblems } from "./cloud-dns";
import { route53Problems } from "./route53";
import { servicesOf } from "./service";
import type { DnsSpec } from "./spec";
import { flagVariableProblems } from "./values";

/** What is wrong with single inputs of DNS. */
export const dnsFieldProblems = ({ dns }: IngressLayerArgs): Problem[] =>
  dns === undefined
    ? []
    : [
        ...zonesProblems(dns),
        ...(dns.route53 === undefined ? [] : route53Problems(dns.route53)),
        ...(dns.cloudDns === undefined ? [] : cloudDnsProblems(dns.cloudDns)),
        ...(dns.azureDns === undefined ? [] : azureDnsProblems(dns.azureDns)),
      ];

/** What is wrong with the names of zones, which are the keys of a map or the elements of a list. */
const zonesProblems = (dns: DnsArgs): Problem[] =>
  Object.entries(servicesOf(dns)).flatMap(([service, block]) => {
    if (block === undefined) return [];
    const at = `dns.${service}.zones`;
    const { zones } = block;
    const named = Array.isArray(zones)
      ? zones.map((zone, index) => [`${at}[${String(index)}]`, zone] as const)
      : Object.keys(zones).map((zone) => [`${at}.${zone}`, zone] as const);
    return [
      ...problemIf(named.length === 0, at, "is empty. Write the zones that contain the hosts."),
      ...named.flatMap(([path, zone], index) => [
        ...checked(path, zone, (name) =>
          isWildcard(name) || hostName(name) !== undefined
            ? "is not the name of a DNS zone, such as example.org, in lower case and without a dot at its end"
            : undefined,
        ),
        ...problemIf(
          named.findIndex(([, other]) => other === zone) !== index,
          path,
          `${shown(zone)} is listed twice. Remove one.`,
        ),
      ]),
    ];
  });

/** What is wrong with the choice of a DNS service. */
export const dnsChoiceProblems = ({ dns }: IngressLayerArgs): Problem[] =>
  dns === undefined ? [] : oneOf("dns", servicesOf(dns), dns);

/** What is wrong with inputs of DNS that do not fit together, the hosts or the cluster. */
export function dnsProblems(name: string, args: IngressLayerArgs, spec: DnsSpec | undefined): Problem[] {
  const { dns, hosts = [], tls, service } = args;
  const byRecords = tls?.letsEncrypt?.challenge === AcmeChallenge.Dns01;
  if (dns === undefined || spec === undefined) {
    const reason = "is Dns01, which writes records into the zone of each host. Write dns too, or leave challenge out.";
    return problemIf(byRecords, "tls.letsEncrypt.challenge", reason);
  }
  const { records, certManager } = spec;
  const type = service?.type ?? ServiceType.LoadBalancer;
  const isUsed = records !== undefined || byRecords;
  return [
    ...problemIf(
      !isUsed,
      "dns",
      "has no effect: dns.records is false, and no certificate uses Dns01. Leave dns or dns.records out, or write tls.letsEncrypt.challenge: AcmeChallenge.Dns01.",
    ),
    ...problemIf(
      isUsed && hosts.length === 0,
      "hosts",
      "is empty, and dns writes records for these hosts only. Write the host names, or leave dns out.",
    ),
    ...problemIf(
      dns.keepRecords !== undefined && records === undefined,
      "dns.keepRecords",
      "has no effect, because dns.records is false. Leave it out.",
    ),
    ...problemIf(
      records !== undefined && type !== ServiceType.LoadBalancer,
      "dns",
      `writes records that lead to a load balancer, and service.type is ${type}. Choose LoadBalancer, or write dns.records: false.`,
    ),
    ...(["route53.roleArn", "azureDns.clientId"] as const).flatMap((input) =>
      problemIf(
        identityOf(dns)[input] !== undefined && records === undefined && !certManager,
        `dns.${input}`,
        "has no effect, because neither external-dns nor cert-manager is installed here. Leave it out.",
      ),
    ),
    ...problemIf(
      dns.azureDns?.tenantId !== undefined && dns.azureDns.clientId === undefined,
      "dns.azureDns.tenantId",
      "has no effect without clientId, because the identity is created in the tenant of the cluster. Write clientId too, or leave it out.",
    ),
    ...(records === undefined ? [] : flagVariableProblems(args.charts)),
    ...(isUsed ? outsideProblems(hosts, spec.service.zones) : []),
    ...(records === undefined ? [] : namespaceNameProblems(records.namespace)),
    ...(spec.service.neededRole === undefined || (records === undefined && !certManager)
      ? []
      : roleProblems(name, args, spec.service.neededRole.service)),
  ];
}

/** The identities that the caller names. */
const identityOf = ({ route53, azureDns }: DnsArgs) => ({
  "route53.roleArn": route53?.roleArn,
  "azureDns.clientId": azureDns?.clientId,
});

/** Whether a zone contains a host, or has its name. */
const isInside = (host: string, zone: string): boolean => `.${host}`.endsWith(`.${zone}`);

const outsideProblems = (hosts: readonly string[], zones: readonly string[]): Problem[] =>
  hosts.flatMap((host, index) =>
    problemIf(
      !zones.some((zone) => isInside(host, zone)),
      `hosts[${String(index)}]`,
      `${shown(host)} is in none of the zones of dns (${zones.join(", ")}). Add its zone, or remove the host.`,
    ),
  );

const namespaceNameProblems = (namespace: string): Problem[] =>
  problemIf(
    dns1123Label(namespace) !== undefined,
    "namespace.name",
    `is too long: external-dns would get the namespace ${namespace}, and 63 characters are the limit. Use at most 59 characters.`,
  );

/** What is wrong with roles that would be created for pods, as far as the cluster's identity is known. */
function roleProblems(name: string, { cluster }: IngressLayerArgs, service: string): Problem[] {
  const loaded = loadDnsRoles(service);
  if ("missing" in loaded) return [{ path: `dns.${service}`, reason: loaded.missing }];
  const identity = plainFact(cluster, "identity");
  return [
    ...loaded.dnsRoles.nameProblems(name),
    ...(identity.known ? loaded.dnsRoles.identityProblems(identity.value) : []),
  ];
}
