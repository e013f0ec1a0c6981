import * as pulumi from "@pulumi/pulumi";
import { isIPv4 } from "node:net";
import { given } from "../../../shared/values";
import { Rke2Role, type Rke2SnapshotArgs } from "../args";
import type { NodeSpec, Rke2Spec } from "../spec";

/** The secrets of a cluster. */
export interface ClusterSecrets {
  /** With it nodes join. */
  readonly token: pulumi.Output<string>;
}

/** The text of config.yaml of a node: a line for each key, by which the scripts on the machine compare them. Each value is JSON, which is YAML. */
export const configFile = (node: NodeSpec, spec: Rke2Spec, { token }: ClusterSecrets): pulumi.Output<string> =>
  pulumi.output(configOf(node, spec, token)).apply((config) =>
    Object.entries(config)
      .map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
      .join(""),
  );

/** All that changes a machine when it changes, as text. */
export const settingsOf = (node: NodeSpec, spec: Rke2Spec): pulumi.Output<string> => {
  const { release, prepare, isCis, airGapFolder, first } = spec;
  const others = JSON.stringify({ release, prepare, isCis, airGapFolder, isFirst: node.key === first?.key });
  return pulumi.interpolate`${others}\n${configFile(node, spec, { token: pulumi.output("") })}`;
};

function configOf(node: NodeSpec, spec: Rke2Spec, token: pulumi.Output<string>): Record<string, unknown> {
  const isServer = node.role === Rke2Role.Server;
  const isFirst = node.key === spec.first?.key;
  return given({
    token,
    server: isFirst ? undefined : `https://${spec.joinAddress}:9345`,
    ...nodeKeys(node, spec),
    ...(isServer ? serverKeys(node, spec) : {}),
    ...(isServer ? spec.serverConfig : spec.agentConfig),
    ...node.config,
  });
}

/** The address outside of the nodes' network, if a node has one in both. */
const externalAddress = ({ address, internalAddress }: NodeSpec): string | undefined =>
  internalAddress !== undefined && isIPv4(address) && internalAddress !== address ? address : undefined;

const nodeKeys = (node: NodeSpec, { isCis }: Rke2Spec) => ({
  "node-name": node.hostname,
  "node-ip": node.internalAddress,
  "node-external-ip": externalAddress(node),
  "node-label": notEmpty(
    Object.entries(node.labels)
      .filter(([key]) => mayKubeletSet(key))
      .map(([key, value]) => `${key}=${value}`),
  ),
  "node-taint": notEmpty(node.taints.map(({ key, value = "", effect }) => `${key}=${value}:${effect}`)),
  // Pods with GPUs need NVIDIA's runtime, and do not name it.
  "default-runtime": node.gpu === undefined ? undefined : "nvidia",
  profile: isCis ? "cis" : undefined,
});

const serverKeys = (node: NodeSpec, spec: Rke2Spec) => ({
  // Not those of the other servers, which would restart when one is added.
  "tls-san": [...new Set([...spec.tlsSans, node.address, ...(node.internalAddress ? [node.internalAddress] : [])])],
  // By default, RKE2 tells pods and other nodes the external address, which need not be reachable from them.
  "advertise-address": externalAddress(node) === undefined ? undefined : node.internalAddress,
  cni: spec.cni,
  // IngressLayer brings the ingress controller. RKE2 before 1.36 has another one by default than later ones.
  "ingress-controller": "none",
  "cluster-cidr": spec.clusterCidr,
  "service-cidr": spec.serviceCidr,
  "cluster-dns": spec.clusterDns,
  "cluster-domain": spec.clusterDomain,
  "service-node-port-range": spec.nodePortRange,
  "write-kubeconfig-mode": "0600",
  ...snapshotKeys(spec.etcdSnapshots),
});

const snapshotKeys = ({ schedule, retention, s3 }: Rke2SnapshotArgs = {}) => ({
  "etcd-snapshot-schedule-cron": schedule,
  "etcd-snapshot-retention": retention,
  ...(s3 !== undefined && {
    "etcd-s3": true,
    // The bucket has a number of its own, whose default is not that of the folder.
    "etcd-s3-retention": retention,
    "etcd-s3-bucket": s3.bucket,
    "etcd-s3-endpoint": s3.endpoint,
    "etcd-s3-region": s3.region,
    "etcd-s3-folder": s3.folder,
    "etcd-s3-access-key": s3.accessKey,
    "etcd-s3-secret-key": s3.secretKey,
  }),
});

const notEmpty = (list: readonly string[]): readonly string[] | undefined => (list.length === 0 ? undefined : list);

/**
 * Whether a kubelet may label its own node so. Others are set through the API server (Kubernetes 1.36,
 * pkg/apis/core/v1 and staging/src/k8s.io/kubelet/pkg/apis/well_known_labels.go).
 */
export function mayKubeletSet(key: string): boolean {
  const [prefix = "", name] = key.split("/");
  if (name === undefined || !/(^|\.)(kubernetes|k8s)\.io$/.test(prefix)) return true;
  return /(^|\.)(kubelet|node)\.kubernetes\.io$/.test(prefix);
}
