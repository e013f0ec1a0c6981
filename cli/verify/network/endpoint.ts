import { lookup } from "node:dns/promises";
import { isIP } from "node:net";

/** Where a request goes. */
export interface Endpoint {
  /** The name or IP address in the URL. Certificates are checked for it. */
  readonly host: string;
  readonly port: number;
  /** Absent without TLS. */
  readonly tls?: Trust;
  /** Name or IP address to connect to. @default host */
  readonly via?: string;
}

/** Which authorities may have signed a certificate. */
export interface Trust {
  /** Certificates of private authorities, in PEM form, beside those that everybody trusts. @default none */
  readonly ca?: readonly string[];
}

/** How this computer reaches others. */
export interface Network {
  /** The IP addresses of a host; rejects with the code of `dns.lookup`. */
  readonly addressesOf: (host: string) => Promise<readonly string[]>;
  /** Where to connect for a host and port. @default there */
  readonly dial?: (host: string, port: number) => { readonly host: string; readonly port: number };
}

/** The network as the operating system has it. */
export const systemNetwork: Network = {
  async addressesOf(host) {
    if (isIP(host) !== 0) return [host];
    return (await lookup(host, { all: true })).map(({ address }) => address);
  },
};

/** What limits a request. */
export interface RequestContext {
  readonly network: Network;
  /** Ends the request. */
  readonly signal: AbortSignal;
  /** Seconds until a request without an answer ends. */
  readonly seconds: number;
}

/** Whether a name exists only inside a cluster. */
export const isInCluster = (host: string): boolean => /\.svc(\.cluster\.local)?$/.test(host);

/** `host:port` as people write it. */
export const place = ({ host, port }: { readonly host: string; readonly port: number }): string =>
  `${host.includes(":") ? `[${host}]` : host}:${port}`;

/** Where a URL with one of the schemes `http`, `https`, `grpc` and `grpcs` leads. */
export function endpointOf(url: string): Endpoint {
  const { protocol, hostname, port } = new URL(url.replace(/^grpc/, "http"));
  const secure = protocol === "https:";
  const host = hostname.replace(/^\[|\]$/g, "");
  return { host, port: Number(port) || (secure ? 443 : 80), ...(secure ? { tls: {} } : {}) };
}
