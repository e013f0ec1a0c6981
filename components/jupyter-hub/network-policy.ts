import type * as pulumi from "@pulumi/pulumi";
import { UNROUTED_BLOCKS } from "../shared/cidr";
import type { Values } from "../shared/values";
import { allOperations } from "../targets/operations";
import type { JupyterHubArgs } from "./args";

/** Addresses at which clouds tell pods about nodes and give them logins, although they look like those of the internet. */
const publicMetadata = (): string[] => allOperations().flatMap(({ metadataAddresses = [] }) => metadataAddresses);

const LINK_LOCAL = "169.254.0.0/16";

const DNS = [
  { port: 53, protocol: "UDP" },
  { port: 53, protocol: "TCP" },
];

const toBlock = (cidr: string) => ({ to: [{ ipBlock: { cidr } }] });

const toNamespace = (name: pulumi.Input<string>) => ({
  to: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } } }],
});

/**
 * The policy for notebooks. The chart's own rule for the internet leaves out three private blocks and one address of metadata alone, so
 * that carrier NAT and other addresses of logins stay open; ours takes its place. DNS may be on a link-local address, where nodes cache it.
 */
export const notebookPolicy = ({ reach = {}, ingress }: JupyterHubArgs): Values => ({
  enabled: true,
  egressAllowRules: { cloudMetadataServer: false, nonPrivateIPs: false, privateIPs: false },
  egress: [
    { to: [{ ipBlock: { cidr: "0.0.0.0/0", except: [...UNROUTED_BLOCKS, ...publicMetadata()] } }] },
    { ...toBlock(LINK_LOCAL), ports: DNS },
    ...reachedNamespaces({ reach, ingress }).map(toNamespace),
    ...(reach.cidrs ?? []).map(toBlock),
  ],
});

/** The namespaces of what notebooks reach, each once if its name is known. */
function reachedNamespaces({ reach = {}, ingress }: Pick<JupyterHubArgs, "reach" | "ingress">): pulumi.Input<string>[] {
  const { seldon, pachyderm, namespaces = [] } = reach;
  return [
    ...new Set([
      ...(seldon?.modelNamespaces ?? []),
      ...(seldon === undefined || ingress === undefined ? [] : [ingress.gatewayNamespace]),
      ...(pachyderm === undefined ? [] : [pachyderm.namespace]),
      ...namespaces,
    ]),
  ];
}
