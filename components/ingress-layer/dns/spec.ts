import type { IngressLayerArgs } from "../args";
import { AcmeChallenge } from "../tls/args";
import { OWN_EXTERNAL_DNS } from "../../shared/own-annotations";
import { HOSTS_ANNOTATION } from "./annotations";
import { dnsService, type DnsService } from "./service";

/** How the zones of the hosts are used, after defaults. */
export interface DnsSpec {
  readonly service: DnsService;
  /** How records are written; absent if they are not. */
  readonly records?: RecordsSpec;
  /** Whether the layer's own cert-manager changes the zones. */
  readonly certManager: boolean;
}

/** How records are written. */
export interface RecordsSpec {
  /** Namespace of external-dns. It is also the name of its cluster-wide objects. */
  readonly namespace: string;
  /** Value of the annotation by which external-dns finds the gateway's Service. */
  readonly layer: string;
  readonly keep: boolean;
}

/** Fills in the defaults. `namespace` is that of the gateway. */
export function dnsSpec({ dns, tls }: IngressLayerArgs, namespace: string): DnsSpec | undefined {
  const service = dns === undefined ? undefined : dnsService(dns);
  if (dns === undefined || service === undefined) return undefined;
  const writes = dns.records ?? true;
  const certManager = tls?.letsEncrypt?.challenge === AcmeChallenge.Dns01 && tls.certManagerExists !== true;
  return {
    service,
    ...(writes ? { records: { namespace: `${namespace}-dns`, layer: namespace, keep: dns.keepRecords ?? false } } : {}),
    certManager,
  };
}

/** The annotations of the gateway's Service for which external-dns writes records. */
export const recordAnnotations = ({ dns, hosts = [] }: IngressLayerArgs, namespace: string): Record<string, string> =>
  dns === undefined || dns.records === false || hosts.length === 0
    ? {}
    : { [OWN_EXTERNAL_DNS]: namespace, [HOSTS_ANNOTATION]: hosts.join(",") };
