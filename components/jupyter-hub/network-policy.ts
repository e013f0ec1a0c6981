import type * as pulumi from "@pulumi/pulumi";
import { UNROUTED_BLOCKS } from "../shared/cidr";
import { IngressController } from "../shared/facts";
import type { Values } from "../shared/values";
import { allOperations } from "../targets/operations";
import type { JupyterHubArgs } from "./args";

/** Addresses of IPv4 at which clouds tell pods about nodes and give them logins, although they look like those of the internet. */
const publicMetadata = (): string[] =>
  allOperations().flatMap(({ metadataAddresses = [] }) => metadataAddresses.filter((block) => !block.includes(":")));

/**
 * Further blocks that the internet does not route (RFC 6890), and which clouds give to nodes and pods: this network, IETF protocols,
 * measurements, and what is reserved.
 */
const RESERVED_BLOCKS = ["0.0.0.0/8", "192.0.0.0/24", "198.18.0.0/15", "240.0.0.0/4"];

const LINK_LOCAL = "169.254.0.0/16";

const DNS = [
  { port: 53, protocol: "UDP" },
  { port: 53, protocol: "TCP" },
];

/**
 * What Pachyderm answers clients with: its proxy, and pachd with its API, S3 and logins. In the same namespace are etcd and the database,
 * and at other ports of these pods an API without logins and the one that ends the proxy (chart 2.11, `templates/pachd` and
 * `templates/proxy`).
 */
const PACHYDERM = {
  pods: { matchExpressions: [{ key: "app", operator: "In", values: ["pachd", "pachyderm-proxy"] }] },
  ports: [1600, 1650, 1657, 1658, 8080, 8443].map((port) => ({ port, protocol: "TCP" })),
};

const toBlock = (cidr: string) => ({ to: [{ ipBlock: { cidr } }] });

const inNamespace = (name: pulumi.Input<string>) => ({
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } },
});

const toNamespace = (name: pulumi.Input<string>) => ({ to: [inNamespace(name)] });

/**
 * The policy for notebooks. The chart's own rule for the internet leaves out three private blocks and one address of metadata alone, so
 * that carrier NAT and other addresses of logins stay open; ours takes its place. DNS may be on a link-local address, where nodes cache it.
 */
export const notebookPolicy = ({ reach = {}, ingress }: JupyterHubArgs): Values => ({
  enabled: true,
  egressAllowRules: { cloudMetadataServer: false, nonPrivateIPs: false, privateIPs: false },
  egress: [
    { to: [{ ipBlock: { cidr: "0.0.0.0/0", except: [...UNROUTED_BLOCKS, ...RESERVED_BLOCKS, ...publicMetadata()] } }] },
    { ...toBlock(LINK_LOCAL), ports: DNS },
    // Each once.
    ...[...new Set([...(reach.seldon?.modelNamespaces ?? []), ...(reach.namespaces ?? [])])].map(toNamespace),
    ...(reach.seldon === undefined || ingress === undefined ? [] : [toGateway(ingress)]),
    ...(reach.pachyderm === undefined
      ? []
      : [{ to: [{ ...inNamespace(reach.pachyderm.namespace), podSelector: PACHYDERM.pods }], ports: PACHYDERM.ports }]),
    ...(reach.cidrs ?? []).map(toBlock),
  ],
});

/** The pods of the gateway. Beside Istio's are istiod and what else is in the namespace; without labels, all pods there are meant. */
const toGateway = ({ controller, gatewayNamespace, gatewaySelector }: NonNullable<JupyterHubArgs["ingress"]>) => ({
  to: [
    {
      ...inNamespace(gatewayNamespace),
      ...(controller === IngressController.Istio && gatewaySelector !== undefined
        ? { podSelector: { matchLabels: gatewaySelector } }
        : {}),
    },
  ],
});
